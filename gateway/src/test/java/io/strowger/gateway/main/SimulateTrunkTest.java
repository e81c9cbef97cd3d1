package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.simulator.TrunkDial;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SimulateTrunkTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new SimulateTrunk());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void every_dial_is_an_option_with_its_description() {
    assertEquals(0, run("--help"));
    for (TrunkDial dial : TrunkDial.values()) {
      assertTrue(out.toString().contains("--" + dial.key() + "="), dial.key());
    }
  }

  @Test
  void a_value_out_of_range_is_one_clear_error() {
    for (List<String> wrong :
        List.of(
            List.of("--silent-ratio", "2"),
            List.of("--ringing", "perhaps"),
            List.of("--keys", "A"),
            List.of("--refuse-status", "200"),
            List.of("--listen", "nowhere"),
            List.of("--listen", "127.0.0.1:99999"),
            List.of("--listen", "127.0.0.1:0/sctp"),
            List.of("--listen", "127.0.0.1:0/tls"),
            List.of("--tls-host", "localhost", "--tls-ca-out", "ca.pem"),
            List.of("--listen", "127.0.0.1:0/tls", "--tls-key", "key.pem"))) {
      err.getBuffer().setLength(0);
      assertEquals(2, run(wrong.toArray(String[]::new)), wrong.toString());
      assertTrue(err.toString().contains("--") || err.toString().contains("'"), err.toString());
    }
  }

  @Test
  void an_address_names_what_is_spoken_there() {
    SimulateTrunk.ListenText text = new SimulateTrunk.ListenText();
    assertEquals("[UDP, TCP]", text.convert("127.0.0.1:5060").transports().toString());
    assertEquals("[UDP]", text.convert("127.0.0.1:5060/udp").transports().toString());
    assertEquals(5070, text.convert("[::1]:5070/tls").address().getPort());
    assertEquals("[TLS]", text.convert("[::1]:5070/tls").transports().toString());
  }
}
