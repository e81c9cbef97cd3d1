package io.strowger.gateway.route;

import static io.strowger.gateway.message.Messages.ACCEPTED_AT;
import static io.strowger.gateway.message.Messages.TTL;
import static io.strowger.gateway.message.Messages.refusal;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.Messages;
import io.strowger.gateway.message.Refusal.Disposition;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.RouteChoice.Reason;
import io.strowger.gateway.route.RouteTable.Entry;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RouteChooserTest {
  private static final long NOW = ACCEPTED_AT + 1;
  private final Map<String, CarrierCondition> conditions = new HashMap<>();
  private final SplittableRandom random = new SplittableRandom(4);
  private final Lifecycle lifecycle = new Lifecycle(new Lifecycle.Policy(30_000));

  RouteChooserTest() {
    for (String carrier : List.of("alpha", "beta", "gamma")) {
      up(carrier, 0);
    }
  }

  private void up(String carrier, long waitMillis) {
    conditions.put(carrier, new CarrierCondition(carrier, true, waitMillis));
  }

  private void down(String carrier) {
    conditions.put(carrier, new CarrierCondition(carrier, false, 0));
  }

  private static Entry entry(String prefix, Member... members) {
    return new Entry(prefix, List.of(members), List.of());
  }

  private static Member member(String carrier, @Nullable Integer weight) {
    return new Member(carrier, weight, null);
  }

  private RouteDecision choose(Message message, Entry... entries) {
    return new RouteChooser(new RouteTable(List.of(entries)))
        .choose(message, conditions, random, NOW);
  }

  private RouteChoice chosen(Message message, Entry... entries) {
    return assertInstanceOf(RouteDecision.Chosen.class, choose(message, entries)).choice();
  }

  private Message after(Message message, String carrier, MessageEvent event) {
    Message sent =
        lifecycle
            .step(message, new MessageEvent.RouteChosen(Messages.via(carrier)), NOW - 1)
            .message();
    return lifecycle.step(sent, event, NOW - 1).message();
  }

  @Test
  void the_longest_prefix_decides_alone() {
    Entry[] table = {
      entry("+", member("gamma", null)),
      entry("+39", member("beta", null)),
      entry("+39347", member("alpha", null))
    };
    RouteChoice choice = chosen(Messages.accepted("+393471234567"), table);
    assertEquals("alpha", choice.carrier());
    assertEquals("+39347", choice.prefix());
    assertEquals(Reason.ONLY_ROUTE, choice.reason());
    assertEquals("beta", chosen(Messages.accepted("+393331234567"), table).carrier());
    assertEquals("gamma", chosen(Messages.accepted("+447700900123"), table).carrier());
    down("alpha");
    assertInstanceOf(RouteDecision.Wait.class, choose(Messages.accepted("+393471234567"), table));
  }

  @Test
  void a_destination_without_a_route_is_exhausted() {
    assertInstanceOf(
        RouteDecision.Exhausted.class,
        choose(Messages.accepted("+447700900123"), entry("+39", member("alpha", null))));
  }

  @Test
  void weights_share_the_traffic() {
    Entry table = entry("+39", member("alpha", 70), member("beta", 30));
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      RouteChoice choice = chosen(Messages.accepted(), table);
      counts.merge(choice.carrier(), 1, Integer::sum);
      assertEquals(Reason.WEIGHTED_SHARE, choice.reason());
    }
    assertEquals(7_000, counts.getOrDefault("alpha", 0), 300);
  }

  @Test
  void without_weights_order_is_preference_and_a_down_route_is_named() {
    Entry table = entry("+39", member("alpha", null), member("beta", null));
    assertEquals(Reason.PREFERRED, chosen(Messages.accepted(), table).reason());
    down("alpha");
    RouteChoice choice = chosen(Messages.accepted(), table);
    assertEquals("beta", choice.carrier());
    assertEquals(Reason.OTHERS_DOWN, choice.reason());
    assertEquals("alpha is down", choice.detail());
  }

  @Test
  void a_busy_carrier_gives_way_and_the_least_busy_serves_when_all_are() {
    Entry table = entry("+39", member("alpha", null), member("beta", null));
    up("alpha", 60_000);
    RouteChoice choice = chosen(Messages.accepted(), table);
    assertEquals("beta", choice.carrier());
    assertEquals(Reason.OTHERS_BUSY, choice.reason());
    up("beta", 90_000);
    assertEquals("alpha", chosen(Messages.accepted(), table).carrier());
  }

  @Test
  void a_refused_route_is_not_asked_again() {
    Entry table = entry("+39", member("alpha", null), member("beta", null));
    Message refused =
        after(
            Messages.accepted(),
            "alpha",
            new MessageEvent.AttemptRefused(1, 1, "a", refusal(Disposition.OTHER_ROUTE)));
    RouteChoice choice = chosen(refused, table);
    assertEquals("beta", choice.carrier());
    assertEquals(Reason.FAILOVER, choice.reason());
    assertInstanceOf(
        RouteDecision.Exhausted.class, choose(refused, entry("+39", member("alpha", null))));
  }

  @Test
  void after_doubt_another_carrier_is_better_and_the_same_serves_when_there_is_none() {
    Message doubt =
        after(Messages.accepted(), "alpha", new MessageEvent.AttemptInDoubt(1, 1, "a", "lost"));
    assertEquals(
        "beta", chosen(doubt, entry("+39", member("alpha", null), member("beta", null))).carrier());
    assertEquals("alpha", chosen(doubt, entry("+39", member("alpha", null))).carrier());
  }

  @Test
  void a_throttling_carrier_is_left_alone_for_its_pause() {
    Message throttled =
        after(
            Messages.accepted(),
            "alpha",
            new MessageEvent.AttemptRefused(1, 1, "a", refusal(Disposition.THROTTLE)));
    assertEquals(
        "beta",
        chosen(throttled, entry("+39", member("alpha", null), member("beta", null))).carrier());
    RouteDecision alone = choose(throttled, entry("+39", member("alpha", null)));
    assertEquals(NOW - 1 + 500, assertInstanceOf(RouteDecision.Wait.class, alone).untilMillis());
  }

  @Test
  void silence_never_sends_a_second_copy_the_same_way() {
    Message sent =
        after(Messages.accepted(), "alpha", new MessageEvent.Submitted(1, 1, "a", List.of("x"), 1));
    Message silent = lifecycle.step(sent, new MessageEvent.ReceiptOverdue(), NOW).message();
    assertInstanceOf(
        RouteDecision.Exhausted.class, choose(silent, entry("+39", member("alpha", null))));
  }

  @Test
  void everything_down_waits_for_a_change() {
    down("alpha");
    RouteDecision decision = choose(Messages.accepted(), entry("+39", member("alpha", null)));
    assertEquals(
        Long.MAX_VALUE, assertInstanceOf(RouteDecision.Wait.class, decision).untilMillis());
    assertEquals(TTL, Messages.accepted().spec().expiresAtMillis() - ACCEPTED_AT);
  }
}
