package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.simulator.Dial;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class SimulateSmscTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = new CommandLine(new SimulateSmsc());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(arguments);
  }

  @Test
  void every_dial_is_an_option_with_its_description() {
    assertEquals(0, run("--help"));
    for (Dial dial : Dial.values()) {
      assertTrue(out.toString().contains("--" + dial.key() + "="), dial.key());
    }
  }

  @Test
  void a_value_out_of_range_is_one_clear_error() {
    for (List<String> wrong :
        List.of(
            List.of("--drop-ratio", "2"),
            List.of("--receipts", "perhaps"),
            List.of("--listen", "nowhere"),
            List.of("--listen", "127.0.0.1:99999"),
            List.of("--tls-host", "localhost"),
            List.of("--tls-key", "key.pem"))) {
      err.getBuffer().setLength(0);
      assertEquals(2, run(wrong.toArray(String[]::new)), wrong.toString());
      assertTrue(err.toString().contains("--") || err.toString().contains("'"), err.toString());
    }
  }
}
