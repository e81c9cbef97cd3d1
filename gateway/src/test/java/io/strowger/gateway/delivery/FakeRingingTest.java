package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * A trunk that says it rings (180) while it holds calls in a queue looks, call by call, like users
 * who do not answer. All of them together do not.
 */
final class FakeRingingTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final long MAX_RING_MILLIS = 30_000;
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+39",
                  List.of(new RouteTable.Member("alpha", null, null)),
                  List.of(
                      new RouteTable.Member("vox", null, null),
                      new RouteTable.Member("tel", null, null)))));

  /**
   * @param rangMillis until the answer, or until it was given up
   */
  private record Due(
      long atMillis, VoiceChannel.Call call, boolean answered, boolean inTime, long rangMillis) {}

  private final PriorityQueue<Due> due =
      new PriorityQueue<>((a, b) -> Long.compare(a.atMillis(), b.atMillis()));
  private final List<String> placed = new ArrayList<>();
  private final List<HealthChange> changes = new ArrayList<>();
  private long now = NOW;
  private int asked;
  private boolean holding;

  /** What is left for ringing of the time to live of each message; 0 for the usual. */
  private long ringingLeftMillis;

  private final SplittableRandom users = new SplittableRandom(7);
  private final Dispatcher dispatcher = started();

  private Dispatcher started() {
    Dispatcher fresh =
        new Dispatcher(
            new Dispatcher.Ports(
                new MemoryStore(() -> now),
                new NoTexts(),
                new Telephones(),
                new DeliveryObserver() {},
                null,
                new CallRounds(_ -> null, Map.of()),
                new HealthWatch(DetectionSettings.DEFAULT, ROUTES, new Seen(), now)),
            DispatchSettings.DEFAULT,
            new Lifecycle(new Lifecycle.Policy(30_000)),
            new RouteChooser(ROUTES),
            new Dispatcher.Chance(new SplittableRandom(1), new SplittableRandom(2), () -> 0),
            now);
    fresh.recover(now);
    for (String carrier : List.of("alpha", "vox", "tel")) {
      fresh.post(new CarrierChanged(new CarrierCondition(carrier, true, 0)));
    }
    return fresh;
  }

  /** One call a second, each to another telephone. */
  private void seconds(int count) throws StoreFailedException {
    for (int i = 0; i < count; i++) {
      dispatcher.submit(
          new MessageDraft(
              "idp",
              new PhoneNumber("+39333" + (1_000_000 + asked++)),
              new Secret("Your code is 123456"),
              null,
              null,
              null,
              null,
              null,
              0,
              Plan.parse("VOICE"),
              null,
              List.of(),
              ringingLeftMillis == 0 ? 120_000 : ringingLeftMillis + 10_000,
              null),
          _ -> {});
      for (int step = 0; step < 5; step++) {
        now += 200;
        end();
        dispatcher.poll(now);
      }
    }
  }

  private void end() {
    for (Due next = due.peek(); next != null && next.atMillis() <= now; next = due.peek()) {
      due.remove();
      dispatcher.post(
          new DispatchEvent.CallEnded(
              next.call().ref(),
              next.call().carrier() + "-1",
              next.answered()
                  ? CallEnding.COMPLETED
                  : next.inTime() ? CallEnding.NO_ANSWER : CallEnding.DEADLINE,
              next.answered() ? "sip:200" : "voice:no-answer",
              "",
              evidence(next)));
    }
  }

  private static CallEvidence evidence(Due due) {
    boolean heard = due.answered();
    return new CallEvidence(
        true,
        heard,
        heard,
        heard,
        false,
        null,
        800,
        due.rangMillis(),
        heard ? 9_000 : 0,
        heard ? 200 : due.inTime() ? 487 : 0,
        heard ? 16 : 0,
        false,
        false,
        false);
  }

  private long lastTo(String carrier, int of) {
    return placed.subList(placed.size() - of, placed.size()).stream()
        .filter(carrier::equals)
        .count();
  }

  @Test
  void a_trunk_whose_calls_all_ring_and_are_never_answered_is_left() throws Exception {
    seconds(300);
    assertTrue(lastTo("vox", 100) > 20, "it had its share");
    holding = true;
    seconds(240);
    assertTrue(
        changes.stream().anyMatch(change -> change.to() == CellState.OPEN),
        () -> changes + ", and " + lastTo("vox", 60) + " of 60 still go there");
    assertTrue(lastTo("vox", 60) <= 20, () -> lastTo("vox", 60) + " of 60 still go there");
  }

  @Test
  void users_who_now_and_then_do_not_answer_leave_no_trunk() throws Exception {
    seconds(300);
    long before = lastTo("vox", 100);
    seconds(300);
    assertTrue(lastTo("vox", 100) > before / 2, "nothing was wrong with it");
    assertEquals(List.of(), changes);
  }

  @Test
  void a_trunk_that_pretends_to_ring_is_left_also_when_no_call_has_time_to_ring_out()
      throws Exception {
    ringingLeftMillis = 12_000;
    seconds(300);
    assertTrue(lastTo("vox", 100) > 20, "it had its share");
    holding = true;
    seconds(240);
    assertTrue(
        changes.stream().anyMatch(change -> change.to() == CellState.OPEN),
        () -> changes + ", and " + lastTo("vox", 60) + " of 60 still go there");
    assertTrue(lastTo("vox", 60) <= 20, () -> lastTo("vox", 60) + " of 60 still go there");
  }

  @Test
  void users_who_would_answer_after_the_time_is_up_leave_no_trunk() throws Exception {
    seconds(300);
    ringingLeftMillis = 3_000;
    seconds(600);
    assertEquals(List.of(), changes, "half the users take longer than that");
  }

  private final class Telephones implements VoiceChannel {
    @Override
    public void place(List<Call> batch) {
      for (Call call : batch) {
        placed.add(call.carrier());
        boolean held = holding && call.carrier().equals("vox");
        long answer =
            held || placed.size() % 10 == 0
                ? Long.MAX_VALUE
                : 1_000 + (long) (4_000 * -Math.log(1 - users.nextDouble()));
        long left = ringingLeftMillis == 0 ? MAX_RING_MILLIS : ringingLeftMillis;
        boolean answered = answer < left;
        long rang = answered ? answer : left;
        due.add(
            new Due(
                now + 800 + rang + (answered ? 9_000 : 0),
                call,
                answered,
                left == MAX_RING_MILLIS,
                rang));
      }
    }

    @Override
    public void hangUp(List<HangUp> batch) {}
  }

  private final class Seen implements HealthObserver {
    @Override
    public void changed(HealthChange change, boolean acting) {
      changes.add(change);
    }
  }

  private static final class NoTexts implements SmsChannel {
    @Override
    public void submit(List<Submit> batch) {}

    @Override
    public void withdraw(List<Withdraw> batch) {}

    @Override
    public void acknowledge(List<ReceiptAck> batch) {}
  }
}
