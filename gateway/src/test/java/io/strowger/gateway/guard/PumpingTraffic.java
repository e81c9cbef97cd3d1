package io.strowger.gateway.guard;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * Traffic against a guard, drawn from a seed: honest users of several countries, of whom some never
 * type their code in, and others who only want messages to be sent.
 */
final class PumpingTraffic {
  enum Kind {
    HONEST,
    PUMPED
  }

  /** Conversion differs by country; every third customer lives in the first. */
  private record Country(String prefix, int digits, double converts) {}

  private static final List<Country> COUNTRIES =
      List.of(
          new Country("+39340", 7, 0.85),
          new Country("+39347", 7, 0.85),
          new Country("+447400", 6, 0.75),
          new Country("+4915123", 6, 0.8),
          new Country("+336123", 5, 0.7),
          new Country("+37255", 6, 0.45),
          new Country("+99893", 7, 0.5));

  private static final double DELIVERED = 0.93;
  private static final double TOLD_LATE = 0.1;

  private record Event(long at, long order, Runnable action) {}

  final GuardFixture fixture;
  private final Random random;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(
          (a, b) -> a.at == b.at ? Long.compare(a.order, b.order) : Long.compare(a.at, b.at));
  private final Map<Kind, Integer> denied = new HashMap<>();
  private final Map<PumpingBlock, Long> blockedAt = new HashMap<>();
  private long order;
  private int admitted;
  private int verified;
  private long silentFrom = Long.MAX_VALUE;
  private long silentUntil = Long.MAX_VALUE;
  private long dropsFrom = Long.MAX_VALUE;
  private long dropsUntil = Long.MAX_VALUE;

  PumpingTraffic(GuardFixture fixture, long seed) {
    this.fixture = fixture;
    this.random = new Random(seed);
  }

  void silentFeedback(long from, long until) {
    silentFrom = from;
    silentUntil = until;
  }

  void carrierDrops(long from, long until) {
    dropsFrom = from;
    dropsUntil = until;
  }

  long now() {
    return fixture.now;
  }

  int denied(Kind kind) {
    return denied.getOrDefault(kind, 0);
  }

  int admitted() {
    return admitted;
  }

  int verified() {
    return verified;
  }

  long blockedAt(PumpingBlock block) {
    return blockedAt.getOrDefault(block, 0L);
  }

  private void at(long at, Runnable action) {
    events.add(new Event(at, order++, action));
  }

  /** One message every so often, on the average. */
  void honest(long from, long until, long every) {
    if (from >= until) {
      return;
    }
    at(
        from,
        () -> {
          Country country =
              random.nextInt(3) == 0
                  ? COUNTRIES.getFirst()
                  : COUNTRIES.get(random.nextInt(COUNTRIES.size()));
          send(number(country.prefix(), country.digits()), country.converts(), Kind.HONEST);
          honest(from + 1 + random.nextLong(2 * every), until, every);
        });
  }

  /** Messages to numbers that nobody uses; one in fifty is verified, to look better. */
  void pump(String prefix, int digits, long from, long until, long every) {
    for (long at = from; at < until; at += every) {
      at(at, () -> send(number(prefix, digits), 0.02, Kind.PUMPED));
    }
  }

  /** Honest people of one prefix, who come all at once. */
  void crowd(String prefix, int digits, double converts, long from, long until, long every) {
    for (long at = from; at < until; at += every) {
      at(at, () -> send(number(prefix, digits), converts, Kind.HONEST));
    }
  }

  void pumpInOrder(String first, long from, long until, long every) {
    long number = Long.parseLong(first.substring(1));
    for (long at = from; at < until; at += every) {
      String to = "+" + number++;
      at(at, () -> send(to, 0, Kind.PUMPED));
    }
  }

  /** Many people next to each other, each of whom types the code in. */
  void enrolInOrder(String first, long from, int people) {
    long number = Long.parseLong(first.substring(1));
    for (int i = 0; i < people; i++) {
      String to = "+" + (number + i);
      at(from + i * 500L, () -> send(to, 0.95, Kind.HONEST));
    }
  }

  private String number(String prefix, int digits) {
    StringBuilder number = new StringBuilder(prefix);
    for (int i = 0; i < digits; i++) {
      number.append(random.nextInt(10));
    }
    return number.toString();
  }

  private void send(String number, double converts, Kind kind) {
    GuardRequest request = fixture.request(number);
    long now = now();
    Decision decision = fixture.guard.admit(request, now);
    if (!(decision instanceof Decision.Admitted)) {
      denied.merge(kind, 1, Integer::sum);
      return;
    }
    admitted++;
    MessageId id = fixture.nextId();
    fixture.guard.admitted(request, id, now + 300_000, now);
    boolean drops = kind == Kind.HONEST && now >= dropsFrom && now < dropsUntil;
    if (drops || random.nextDouble() > DELIVERED) {
      at(now + 300_000, () -> finish(id, number, new MessageState.Expired(now())));
      return;
    }
    long delay = (long) (4_000 * Math.exp(random.nextGaussian() * 0.9));
    at(
        now + Math.min(delay, 290_000),
        () -> {
          Message delivered = finish(id, number, new MessageState.Delivered(now()));
          if (random.nextDouble() < converts) {
            // People type for twenty seconds; some come back after minutes.
            double median = random.nextDouble() < TOLD_LATE ? 180_000 : 20_000;
            long typed = (long) (median * Math.exp(random.nextGaussian() * 0.8));
            at(now() + typed, () -> verify(delivered));
          }
        });
  }

  private Message finish(MessageId id, String number, MessageState state) {
    Message message = message(id, number, state);
    fixture.guard.finished(message, now());
    return message;
  }

  private void verify(Message message) {
    if (now() >= silentFrom && now() < silentUntil) {
      return;
    }
    verified++;
    fixture.guard.feedback(message, true, now());
  }

  private static Message message(MessageId id, String number, MessageState state) {
    return new Message(
        new MessageSpec(
            id,
            "idp",
            new PhoneNumber(number),
            Secret.SHREDDED,
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            0,
            300_000),
        state,
        List.of());
  }

  void runUntil(long end) {
    while (!events.isEmpty() && events.element().at < end) {
      step();
    }
    fixture.now = end;
    fixture.guard.poll(end);
  }

  void runUntilBlocked() {
    int before = fixture.blocked.size();
    while (fixture.blocked.size() == before) {
      step();
    }
  }

  private void step() {
    Event event = events.remove();
    fixture.now = Math.max(fixture.now, event.at);
    int before = fixture.blocked.size();
    fixture.guard.poll(now());
    event.action.run();
    for (PumpingBlock block : fixture.blocked.subList(before, fixture.blocked.size())) {
      blockedAt.put(block, now());
    }
  }
}
