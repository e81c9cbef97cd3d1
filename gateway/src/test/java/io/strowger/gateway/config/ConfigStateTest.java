package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.config.ConfigResult.Loaded;
import io.strowger.gateway.config.ConfigState.Decision;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigStateTest {
  private static final String GOOD =
      """
      http: {listen: 127.0.0.1:8080}
      carriers:
        - id: alpha
          smpp: {system-id: s, password: "${file:pw}", window: 5, links: [{address: 127.0.0.1:1}]}
      routes:
        - {to: "+", sms: [alpha]}
      """;

  @TempDir Path directory;
  private ConfigDirectory files;
  private ConfigState state;

  @BeforeEach
  void start() {
    files = new ConfigDirectory(directory).with("pw", "one\n");
    state = ConfigState.of(assertInstanceOf(Loaded.class, files.load(GOOD)));
  }

  private Decision offer(String yaml) {
    return state.offered(files.file(), files.load(yaml));
  }

  @Test
  void a_good_file_comes_into_force_whole() {
    Decision decision = offer(GOOD.replace("window: 5", "window: 7"));
    Decision.Apply apply = assertInstanceOf(Decision.Apply.class, decision);
    assertEquals(7, apply.next().inForce().config().carriers().getFirst().flow().window());
    assertEquals(List.of(), apply.next().problems());
  }

  @Test
  void a_broken_file_changes_nothing_and_is_explained() {
    String broken = GOOD.replace("window: 5", "window: 7").replace("sms: [alpha]", "sms: [beta]");
    Decision.Refuse refuse = assertInstanceOf(Decision.Refuse.class, offer(broken));
    assertSame(state.inForce(), refuse.next().inForce());
    assertTrue(refuse.next().problems().getFirst().message().contains("\"beta\""));
  }

  @Test
  void a_file_mended_after_a_broken_one_clears_the_problem() {
    ConfigState refused = offer("nonsense: 1").next();
    Decision decision = refused.offered(files.file(), files.load(GOOD));
    Decision.Unchanged unchanged = assertInstanceOf(Decision.Unchanged.class, decision);
    assertEquals(List.of(), unchanged.next().problems());
  }

  @Test
  void a_value_that_needs_a_restart_refuses_the_whole_file() {
    String moved = GOOD.replace("8080", "8081").replace("window: 5", "window: 7");
    Decision.Refuse refuse = assertInstanceOf(Decision.Refuse.class, offer(moved));
    assertEquals(
        List.of(
            "strowger.yaml:1:16: http.listen: changes only with a restart"
                + " (allowed: until then \"127.0.0.1:8080\")"),
        files.lines(refuse.next().problems()));
  }

  @Test
  void a_secret_exchanged_in_place_is_a_change() {
    files.with("pw", "two\n");
    Decision.Apply apply = assertInstanceOf(Decision.Apply.class, offer(GOOD));
    assertEquals("two", apply.next().inForce().config().carriers().getFirst().bind().password());
  }

  @Test
  void a_watch_reloads_once_when_a_change_has_settled() {
    ConfigWatch watch = ConfigWatch.of(state.inForce().fingerprint());
    ConfigFingerprint quiet = watch.seen().now();
    assertFalse(watch.look(quiet).reload());

    files.with("pw", "two\n");
    ConfigFingerprint changed = watch.seen().now();
    ConfigWatch.Look first = watch.look(changed);
    assertFalse(first.reload(), "perhaps still being written");
    ConfigWatch.Look second = first.next().look(changed.now());
    assertTrue(second.reload());
    assertFalse(second.next().look(changed.now()).reload(), "once is enough");
  }

  @Test
  void a_file_that_vanishes_is_a_change_too() {
    ConfigWatch watch = ConfigWatch.of(state.inForce().fingerprint());
    assertTrue(directory.resolve("pw").toFile().delete());
    ConfigFingerprint now = watch.seen().now();
    assertTrue(watch.look(now).next().look(now).reload());
  }
}
