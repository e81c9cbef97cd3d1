package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.canary.CanaryNumber;
import io.strowger.gateway.voice.CallerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryReaderTest {
  private static final String CALLED =
      """
      canaries:
        calls: {interval: 30m, per-day: 48}
        numbers:
          - {id: desk, number: "+390299887766", returns-by: NAMED}
      carriers:
        - {id: alpha, sip: {caller-id: "+390212345", trunks: [{address: "192.0.2.7"}]}}
        - {id: beta, sip: {caller-id: "+390212345", trunks: [{address: "192.0.2.8"}]}}
      routes:
        - {to: "+", voice: [alpha, beta]}
      """;

  @TempDir private Path directory;

  @Test
  void a_number_whose_calls_come_over_trunks_is_called_and_that_carrier_takes_its_calls() {
    GatewayConfig config = new ConfigDirectory(directory).config(CALLED.replace("NAMED", "beta"));
    CanaryNumber desk = config.canaries().numbers().getFirst();
    assertTrue(desk.calls());
    assertEquals(Duration.ofMinutes(30), config.canaries().calls().interval());
    assertEquals(48, config.canaries().calls().perDay());
    List<CallerSettings> callers = config.callers();
    assertEquals(Set.of(), callers.get(0).carrier().ownNumbers());
    assertEquals(Set.of("390299887766"), callers.get(1).carrier().ownNumbers());
  }

  @Test
  void a_carrier_that_is_not_there_is_told_of() {
    List<String> problems =
        new ConfigDirectory(directory).problems(CALLED.replace("NAMED", "bata"));
    assertEquals(1, problems.size(), problems::toString);
    assertTrue(problems.getFirst().contains("no carrier has the id \"bata\""), problems::toString);
  }

  @Test
  void a_number_that_nobody_else_has_a_route_to_is_told_of() {
    List<String> warnings =
        new ConfigDirectory(directory)
            .warnings(CALLED.replace("NAMED", "beta").replace("[alpha, beta]", "[beta]"));
    assertTrue(
        warnings.stream().anyMatch(one -> one.contains("no carrier but beta has a route to it")),
        warnings::toString);
  }
}
