package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.canary.CanaryNumber;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.delivery.DispatchEvent.CanaryAnswered;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.DispatchEvent.TextCame;
import io.strowger.gateway.delivery.MessageStore.StoreFailedException;
import io.strowger.gateway.health.Cause;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteChooser;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The whole dispatcher before two carriers in virtual time: each takes everything at once, and what
 * it delivers arrives, with its receipt, after 2 to 10 s.
 */
final class SilentCarrierTest {
  private static final long START = 1_800_000_000_000L;
  private static final long STEP = 100;
  private static final long TTL = 120_000;
  private static final RouteTable ROUTES =
      new RouteTable(
          List.of(
              new RouteTable.Entry(
                  "+",
                  List.of(
                      new RouteTable.Member("alpha", null, null),
                      new RouteTable.Member("beta", null, null)),
                  List.of())));

  private record Due(long at, Runnable what) {}

  private final SplittableRandom random = new SplittableRandom(7);
  private final PriorityQueue<Due> due =
      new PriorityQueue<>((a, b) -> Long.compare(a.at(), b.at()));
  private final Set<String> silent = new HashSet<>();

  /** Bound, and without an answer to any submit_sm. */
  private final Set<String> mute = new HashSet<>();

  private final Set<String> unreceipted = new HashSet<>();

  /** Swallows what it takes, and sends receipts for it. */
  private final Set<String> lying = new HashSet<>();

  private final List<HealthChange> changes = new ArrayList<>();
  private final Map<MessageId, Long> acceptedAt = new HashMap<>();
  private final Map<MessageId, Long> arrivedAt = new HashMap<>();
  private final Map<String, Integer> submits = new HashMap<>();
  private final List<SmsChannel.Submit> late = new ArrayList<>();
  private RouteTable routes = ROUTES;
  private DetectionSettings.Mode mode = DetectionSettings.Mode.ACT;
  private MemoryStore store = new MemoryStore(() -> this.now);
  private HealthWatch health = watch();
  private long now = START;
  private Dispatcher dispatcher = start();
  private int asked;
  private int rescued;
  private boolean verifies;

  /** Taken back while on their way: they do not arrive. */
  private final Set<SmsChannel.AttemptRef> withdrawn = new HashSet<>();

  /** Of the messages that ended, by state. */
  private final Map<String, Integer> ended = new HashMap<>();

  /** Milliseconds from acceptance to the end, the longest. */
  private long longest;

  /** Milliseconds after which each receipt comes once more; 0 for never. */
  private long againAfter;

  /** Milliseconds by which receipts come later than their messages. */
  private long receiptsLater;

  /** With canaries: our own number, whose texts beta brings. */
  private static CanarySettings everySeconds(int interval) {
    return new CanarySettings(
        Duration.ofSeconds(interval),
        Duration.ofSeconds(30),
        3_000,
        null,
        List.of("Your code is {code}"),
        List.of(new CanaryNumber("own", new PhoneNumber("+393990000001"), "beta")));
  }

  private @Nullable CanarySettings canaries;
  private int canariesOfAlpha;

  /** What is sent to our own number is lost, by all carriers. */
  private boolean numberSilent;

  private HealthWatch watch() {
    HealthWatch watch = newWatch();
    if (canaries != null) {
      watch.send(
          new CanaryPost(
              canaries, routes, new Carriers(), VoiceChannel.NONE, random.split(), List.of()));
    }
    return watch;
  }

  private HealthWatch newWatch() {
    return new HealthWatch(
        new DetectionSettings(mode, 0.02, Map.of()),
        routes,
        new HealthObserver() {
          @Override
          public void changed(HealthChange change, boolean acting) {
            changes.add(change);
          }

          @Override
          public void rescuing(String carrier, int messages) {
            rescued += messages;
          }
        },
        START);
  }

  private Dispatcher start() {
    Dispatcher fresh =
        new Dispatcher(
            new Dispatcher.Ports(
                store,
                new Carriers(),
                VoiceChannel.NONE,
                new DeliveryObserver() {
                  @Override
                  public void becameFinal(Message message) {
                    ended.merge(message.state().getClass().getSimpleName(), 1, Integer::sum);
                    longest = Math.max(longest, now - message.spec().acceptedAtMillis());
                  }
                },
                null,
                null,
                health),
            DispatchSettings.DEFAULT,
            new Lifecycle(new Lifecycle.Policy(30_000)),
            new RouteChooser(routes),
            new Dispatcher.Chance(random.split(), random.split(), () -> 0),
            now);
    fresh.recover(now);
    fresh.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    fresh.post(new CarrierChanged(new CarrierCondition("beta", true, 0)));
    return fresh;
  }

  private void restart() {
    store = store.crash();
    health = watch();
    dispatcher = start();
  }

  private final class Carriers implements SmsChannel {
    @Override
    public void submit(List<Submit> batch) {
      for (Submit submit : batch) {
        String carrier = submit.carrier();
        int count = submits.merge(carrier, 1, Integer::sum);
        String id = carrier + count + "-" + now;
        if (now >= submit.deadlineMillis()) {
          late.add(submit);
        }
        Dispatcher owner = dispatcher;
        if (mute.contains(carrier)) {
          in(
              10_000,
              () ->
                  owner.post(
                      new SmsAnswered(
                          submit.ref(), new SmsAnswer.InDoubt(carrier + "-1", Answers.NO_ANSWER))));
          continue;
        }
        owner.post(
            new SmsAnswered(submit.ref(), new SmsAnswer.Taken(carrier + "-1", List.of(id), 1)));
        if (silent.contains(carrier)) {
          continue;
        }
        long delay = 2_000 + random.nextLong(8_000);
        in(delay, () -> arrives(submit, carrier, id));
      }
    }

    private void arrives(Submit submit, String carrier, String id) {
      boolean swallowed = lying.contains(carrier) || withdrawn.contains(submit.ref());
      if (!swallowed) {
        arrivedAt.putIfAbsent(submit.ref().id(), now);
      }
      if (!unreceipted.contains(carrier)) {
        in(receiptsLater, () -> receipt(carrier, id));
        for (int i = 1; againAfter > 0 && i <= 60; i++) {
          in(receiptsLater + againAfter * i, () -> receipt(carrier, id));
        }
      }
      if (verifies && !swallowed) {
        in(
            3_000 + random.nextLong(10_000),
            () -> {
              var _ =
                  dispatcher.feedback("account" + index(submit), submit.ref().id(), true, _ -> {});
            });
      }
    }

    private void receipt(String carrier, String id) {
      dispatcher.post(
          new ReceiptCame(
              carrier,
              List.of(id),
              new ReceiptReading(ReceiptReading.Kind.DELIVERED, null),
              now,
              () -> carrier));
    }

    private int index(Submit submit) {
      return submit.to().e164().charAt(12) - '0';
    }

    @Override
    public void withdraw(List<Withdraw> batch) {
      batch.forEach(one -> withdrawn.add(one.ref()));
    }

    @Override
    public void acknowledge(List<ReceiptAck> batch) {}

    @Override
    public void canaries(List<Canary> batch) {
      for (Canary canary : batch) {
        CanaryRef ref = canary.ref();
        String carrier = ref.carrier();
        canariesOfAlpha += carrier.equals("alpha") ? 1 : 0;
        SmsAnswer taken = new SmsAnswer.Taken(carrier + "-1", List.of("canary" + now), 1);
        in(50, () -> dispatcher.post(new CanaryAnswered(ref, taken)));
        boolean swallowed = lying.contains(carrier) || silent.contains(carrier) || numberSilent;
        if (!swallowed) {
          TextCame back = new TextCame("beta", List.of(ref.token()));
          in(2_000 + random.nextLong(3_000), () -> dispatcher.post(back));
        }
      }
    }
  }

  private void in(long delay, Runnable what) {
    due.add(new Due(now + delay, what));
  }

  /** A message each {@code spacing}, for so long. */
  private void traffic(long spacing, long millis) {
    long until = now + millis;
    long next = now;
    while (now < until) {
      if (now >= next) {
        next += spacing;
        ask();
      }
      step();
    }
  }

  private void ask() {
    int n = asked++;
    String to = "+3934" + (10_000_000 + n);
    long at = now;
    boolean queued =
        dispatcher.submit(
            new MessageDraft(
                "account" + to.charAt(12),
                new PhoneNumber(to),
                new Secret("Your code is 123456"),
                null,
                null,
                null,
                null,
                null,
                0,
                List.of(Channel.SMS),
                null,
                List.of(),
                TTL),
            reply -> acceptedAt.put(((Reply.Accepted) reply).message().id(), at));
    assertTrue(queued);
  }

  private void step() {
    now += STEP;
    while (!due.isEmpty() && due.peek().at() <= now) {
      due.remove().what().run();
    }
    try {
      do {
        var _ = dispatcher.poll(now);
      } while (dispatcher.hasWork());
    } catch (StoreFailedException e) {
      throw new AssertionError(e);
    }
  }

  private int sentBy(String carrier) {
    return submits.getOrDefault(carrier, 0);
  }

  private CellState state(String route) {
    return health.report().stream()
        .filter(cell -> cell.route().equals(route) && cell.operator().isEmpty())
        .map(HealthReport::state)
        .findFirst()
        .orElse(CellState.CLOSED);
  }

  /** Of what was accepted in between, the share that arrived within so long. */
  private double arrivedWithin(long from, long until, long millis) {
    int all = 0;
    int good = 0;
    for (Map.Entry<MessageId, Long> one : acceptedAt.entrySet()) {
      if (one.getValue() >= from && one.getValue() < until) {
        all++;
        Long arrived = arrivedAt.get(one.getKey());
        good += arrived != null && arrived - one.getValue() <= millis ? 1 : 0;
      }
    }
    assertTrue(all > 0);
    return (double) good / all;
  }

  @Test
  void what_a_silent_carrier_swallows_arrives_by_another_within_a_minute() {
    traffic(500, 20 * 60_000);
    assertEquals(CellState.CLOSED, state("alpha"), changes::toString);
    silent.add("alpha");
    long from = now;
    traffic(500, 5 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"));
    long until = now;
    traffic(500, TTL);
    double arrived = arrivedWithin(from, until, 60_000);
    assertTrue(arrived > 0.99, "only " + arrived);
    assertEquals(List.of(), late);
    assertTrue(rescued > 0);
    HealthChange opened =
        changes.stream().filter(c -> c.to() == CellState.OPEN).findFirst().orElseThrow();
    assertTrue(opened.atMillis() - from < 60_000, opened::toString);
  }

  @Test
  void what_a_carrier_that_lies_swallows_arrives_by_another_within_a_minute() {
    verifies = true;
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    long from = now;
    traffic(500, 4 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"), changes::toString);
    long until = now;
    traffic(500, TTL);
    double arrived = arrivedWithin(from, until, 60_000);
    assertTrue(arrived > 0.95, "only " + arrived);
    assertEquals(List.of(), late);
  }

  /** Receipts that wait for a proof are durable, and wait again. */
  @Test
  void so_does_what_it_had_swallowed_before_a_restart() {
    verifies = true;
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    long from = now;
    traffic(500, 20_000);
    restart();
    traffic(500, 4 * 60_000);
    long until = now;
    traffic(500, TTL);
    double arrived = arrivedWithin(from, until, TTL);
    assertTrue(arrived > 0.95, "only " + arrived);
    assertEquals(List.of(), late);
  }

  @Test
  void where_all_carriers_lie_none_is_left_and_every_message_ends() {
    verifies = true;
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    lying.add("beta");
    traffic(500, 5 * 60_000);
    assertFalse(state("alpha") == CellState.OPEN && state("beta") == CellState.OPEN);
    for (int i = 0; i < (TTL + 10_000) / STEP; i++) {
      step();
    }
    assertEquals(0, dispatcher.openMessages());
    assertEquals(List.of(), late);
  }

  /** A receipt that waits for its proof is no reason for a second copy. */
  @Test
  void an_honest_carrier_whose_codes_are_told_of_is_asked_once_for_each_message() {
    verifies = true;
    traffic(500, 30 * 60_000);
    int sent = sentBy("alpha") + sentBy("beta");
    assertTrue(sent <= 1.01 * asked, sent + " for " + asked);
    assertEquals(List.of(), changes.stream().filter(c -> c.to() == CellState.OPEN).toList());
  }

  @Test
  void lies_that_are_told_twice_are_believed_no_sooner() {
    verifies = true;
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    againAfter = 1_500;
    long from = now;
    traffic(500, 4 * 60_000);
    long until = now;
    traffic(500, TTL);
    double arrived = arrivedWithin(from, until, 60_000);
    assertTrue(arrived > 0.95, "only " + arrived);
  }

  @Test
  void a_client_that_stops_telling_of_codes_hears_of_delivery_as_before() {
    verifies = true;
    traffic(500, 20 * 60_000);
    ended.clear();
    verifies = false;
    traffic(500, 20 * 60_000);
    assertEquals(0, ended.getOrDefault("Expired", 0), ended::toString);
  }

  @Test
  void so_it_does_where_there_is_one_carrier_only() {
    routes =
        new RouteTable(
            List.of(
                new RouteTable.Entry(
                    "+", List.of(new RouteTable.Member("alpha", null, null)), List.of())));
    restart();
    verifies = true;
    traffic(500, 20 * 60_000);
    ended.clear();
    verifies = false;
    traffic(500, 20 * 60_000);
    assertEquals(0, ended.getOrDefault("Expired", 0), ended::toString);
  }

  @Test
  void a_receipt_that_comes_after_its_time_for_a_proof_is_believed_at_once() {
    verifies = true;
    traffic(500, 20 * 60_000);
    verifies = false;
    receiptsLater = 65_000;
    longest = 0;
    traffic(10_000, 200_000);
    assertTrue(longest < 110_000, "" + longest);
  }

  @Test
  void where_nobody_tells_of_codes_it_arrives_for_canaries_that_do_not_come_back() {
    canaries = everySeconds(30);
    restart();
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    long from = now;
    traffic(500, 4 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"), changes::toString);
    long until = now;
    traffic(500, TTL);
    assertTrue(arrivedWithin(from, until, TTL) > 0.99, "" + arrivedWithin(from, until, TTL));
    assertTrue(arrivedWithin(from, until, 60_000) > 0.9, "" + arrivedWithin(from, until, 60_000));
    assertEquals(List.of(), late);
    assertEquals(0, ended.getOrDefault("Expired", 0), ended::toString);
  }

  /** Its absence is known long before it counts as lost, and what waits for it waits on. */
  @Test
  void a_canary_that_is_late_is_reason_enough_to_wait() {
    canaries = everySeconds(60);
    restart();
    traffic(500, 20 * 60_000);
    for (int sent = canariesOfAlpha; sent == canariesOfAlpha; ) {
      step();
    }
    traffic(500, 20_000);
    lying.add("alpha");
    long from = now;
    traffic(500, 20_000);
    long until = now;
    traffic(500, 2 * TTL);
    assertEquals(CellState.OPEN, state("alpha"), changes::toString);
    assertTrue(arrivedWithin(from, until, TTL) > 0.99, "" + arrivedWithin(from, until, TTL));
    assertEquals(List.of(), late);
  }

  /** That canaries used to come back is remembered. */
  @Test
  void so_it_does_after_a_restart_among_the_lies() {
    canaries = everySeconds(30);
    restart();
    traffic(500, 20 * 60_000);
    lying.add("alpha");
    long from = now;
    traffic(500, 10_000);
    restart();
    traffic(500, 4 * 60_000);
    long until = now;
    traffic(500, TTL);
    assertTrue(arrivedWithin(from, until, TTL) > 0.95, "" + arrivedWithin(from, until, TTL));
    assertEquals(List.of(), late);
  }

  @Test
  void delivery_is_told_when_the_next_canary_is_back_and_nothing_is_sent_twice() {
    canaries = everySeconds(30);
    restart();
    traffic(500, 20 * 60_000);
    longest = 0;
    traffic(500, 20 * 60_000);
    assertTrue(longest < 50_000, "" + longest);
    int sent = sentBy("alpha") + sentBy("beta");
    assertTrue(sent <= 1.01 * asked, sent + " for " + asked);
    assertEquals(List.of(), changes.stream().filter(c -> c.to() == CellState.OPEN).toList());
  }

  /** Then canaries prove nothing, and receipts are believed as before. */
  @Test
  void a_number_of_our_own_that_falls_silent_lets_no_message_expire() {
    canaries = everySeconds(30);
    restart();
    traffic(500, 20 * 60_000);
    numberSilent = true;
    ended.clear();
    traffic(500, 20 * 60_000);
    assertEquals(0, ended.getOrDefault("Expired", 0), ended::toString);
    int sent = sentBy("alpha") + sentBy("beta");
    assertTrue(sent <= 1.01 * asked, sent + " for " + asked);
    longest = 0;
    traffic(500, 10 * 60_000);
    assertTrue(longest < 20_000, "" + longest);
  }

  /** Its links stay usable: they are bound again as soon as they were given up. */
  @Test
  void a_bound_carrier_that_answers_no_submit_is_left_at_the_first_timer_and_taken_back() {
    traffic(500, 10 * 60_000);
    mute.add("alpha");
    long from = now;
    traffic(500, 14_000);
    assertEquals(CellState.OPEN, state("alpha"), changes::toString);
    HealthChange opened = changes.getLast();
    assertEquals(Cause.EXPLICIT_FAULT, opened.cause());
    assertTrue(opened.evidence().contains("NO_RESPONSES"), opened::evidence);
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    traffic(500, 2 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"), changes::toString);
    long until = now;
    mute.clear();
    traffic(500, TTL);
    assertTrue(arrivedWithin(from, until, 60_000) > 0.99);
    assertEquals(List.of(), late);
    traffic(500, 20 * 60_000);
    assertEquals(CellState.CLOSED, state("alpha"), changes::toString);
  }

  @Test
  void an_answer_that_is_lost_now_and_then_is_no_fault() {
    traffic(500, 60_000);
    for (int i = 0; i < 10; i++) {
      mute.add("alpha");
      traffic(500, 500);
      mute.clear();
      traffic(500, 15_000);
    }
    assertEquals(CellState.CLOSED, state("alpha"), changes::toString);
  }

  @Test
  void a_carrier_that_was_never_heard_of_is_not_trusted_with_a_single_message() {
    silent.add("alpha");
    traffic(1_000, 5 * 60_000);
    long until = now;
    traffic(1_000, TTL);
    double arrived = arrivedWithin(START, until, 60_000);
    assertTrue(arrived > 0.99, "only " + arrived);
    assertEquals(List.of(), late);
  }

  @Test
  void the_last_carrier_is_never_left() {
    silent.add("alpha");
    silent.add("beta");
    traffic(500, 15 * 60_000);
    assertFalse(state("alpha") == CellState.OPEN && state("beta") == CellState.OPEN);
  }

  @Test
  void probes_bring_a_carrier_back_that_delivers_again() {
    traffic(500, 10 * 60_000);
    silent.add("alpha");
    traffic(500, 3 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"));
    int before = sentBy("alpha");
    traffic(500, 60_000);
    int probes = sentBy("alpha") - before;
    assertTrue(probes >= 4 && probes <= 30, "probes: " + probes);
    silent.clear();
    traffic(500, 20 * 60_000);
    assertEquals(CellState.CLOSED, state("alpha"), changes::toString);
    before = sentBy("alpha");
    traffic(500, 60_000);
    assertTrue(sentBy("alpha") - before > 100);
  }

  @Test
  void in_shadow_mode_everything_is_told_and_nothing_done() {
    mode = DetectionSettings.Mode.SHADOW;
    restart();
    traffic(500, 10 * 60_000);
    silent.add("alpha");
    int before = sentBy("alpha");
    traffic(500, 3 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"));
    assertEquals(360, sentBy("alpha") - before, 2);
    assertEquals(0, rescued);
  }

  @Test
  void receipts_that_stop_while_codes_are_verified_take_no_traffic() {
    verifies = true;
    traffic(250, 30 * 60_000);
    unreceipted.add("alpha");
    traffic(250, 5 * 60_000);
    assertTrue(changes.stream().noneMatch(c -> c.to() == CellState.OPEN), changes::toString);
  }

  @Test
  void what_was_learned_survives_a_restart_and_a_left_route_stays_left() {
    traffic(500, 20 * 60_000);
    silent.add("alpha");
    traffic(500, 2 * 60_000);
    assertEquals(CellState.OPEN, state("alpha"));
    restart();
    int before = sentBy("alpha");
    traffic(500, 60_000);
    assertEquals(CellState.OPEN, state("alpha"));
    assertTrue(sentBy("alpha") - before < 30);
    HealthReport beta =
        health.report().stream().filter(c -> c.route().equals("beta")).findFirst().orElseThrow();
    assertTrue(beta.proven());
  }

  @Test
  void a_refused_bind_opens_at_once_and_a_short_loss_of_links_does_not() {
    traffic(500, 60_000);
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", false, 0, Fault.LINK_LOST)));
    traffic(500, 5_000);
    assertEquals(CellState.CLOSED, state("alpha"));
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    traffic(500, 20_000);
    assertEquals(CellState.CLOSED, state("alpha"));
    dispatcher.post(
        new CarrierChanged(new CarrierCondition("alpha", false, 0, Fault.AUTHENTICATION)));
    traffic(500, 1_000);
    assertEquals(CellState.OPEN, state("alpha"));
    dispatcher.post(new CarrierChanged(new CarrierCondition("alpha", true, 0)));
    traffic(500, 3_000);
    assertEquals(CellState.HALF_OPEN, state("alpha"));
  }
}
