package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.HeldReceipt;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.simulation.Ledger.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * Knows, independently of the gateway, what was promised to clients, what is durable, what left for
 * the carriers and what reached a handset; and says what does not fit together. Each kind of
 * promise has a witness of its own, to whom this one passes what concerns it.
 */
final class Witness {
  /** What the client asked for. */
  record Asked(String to, String text, long ttlMillis) {}

  /** What the client was promised. */
  record Promised(MessageId id, long expiresAtMillis) {}

  private record Copy(String to, String text) {}

  private final LongSupplier clock;
  private final Map<String, Set<String>> asked = new HashMap<>();
  private final Map<MessageId, Promised> promised = new HashMap<>();
  private final Set<String> durableReceipts = new HashSet<>();
  private final Map<String, Integer> submitsLeft = new HashMap<>();
  private final Map<Copy, Integer> copies = new HashMap<>();
  private final List<BiConsumer<String, String>> handsets = new ArrayList<>();
  private final List<String> violations = new ArrayList<>();
  private boolean receiptsLie;
  private int refusedAtTheDoor;
  private int life;

  final Ledger ledger = new Ledger(this::violated);
  final EsmeWitness esmes = new EsmeWitness(this);
  final GuardWitness guards = new GuardWitness(this);
  final CodeWitness codes = new CodeWitness(this);
  final NoticeWitness notices = new NoticeWitness(this);
  final CallWitness calls = new CallWitness(this);
  final ApprovalWitness approvals = new ApprovalWitness(this);
  final TrunkWitness trunks = new TrunkWitness(this);
  final HealthWitness health = new HealthWitness(this);

  Witness(LongSupplier clock) {
    this.clock = clock;
  }

  List<String> violations() {
    return violations;
  }

  void violated(String what) {
    if (violations.size() < 20) {
      violations.add(what);
    }
  }

  long now() {
    return clock.getAsLong();
  }

  /** Which life of the node it is, from 0. */
  int life() {
    return life;
  }

  int promisedCount() {
    return promised.size();
  }

  int refusedAtTheDoor() {
    return refusedAtTheDoor;
  }

  long finals(Class<? extends MessageState.Final> kind) {
    return ledger.all().stream().filter(line -> kind.isInstance(line.end)).count();
  }

  int copies() {
    return copies.values().stream().mapToInt(Integer::intValue).sum();
  }

  int copiesOf(String to, String text) {
    return copies.getOrDefault(new Copy(to, text), 0);
  }

  /** Told of every text that reaches a number. */
  void onArrival(BiConsumer<String, String> handset) {
    handsets.add(handset);
  }

  /** What a carrier tells of arrivals is no longer true: who believes it is not to blame. */
  void receiptsLie() {
    receiptsLie = true;
  }

  // ---- clients ----

  void asks(Asked request) {
    asked.computeIfAbsent(request.to(), _ -> new HashSet<>()).add(request.text());
  }

  void refused() {
    refusedAtTheDoor++;
  }

  void promises(String to, Promised promise) {
    Line line = ledger.find(promise.id());
    if (line == null || !line.message.spec().to().e164().equals(to)) {
      violated(to + ": accepted before it was durable");
    }
    promised.put(promise.id(), promise);
  }

  // ---- the node ----

  void crashed() {
    life++;
    guards.crashed();
    health.crashed();
    notices.crashed();
  }

  void committed(List<StoreChange> changes) {
    for (StoreChange change : changes) {
      switch (change) {
        case StoreChange.Opened(Message message) -> {
          Line line = durable(message);
          isAsked(line);
          guards.opened(line);
        }
        case StoreChange.Replaced(Message message) -> isAsked(durable(message));
        case StoreChange.Updated(Message message) -> durable(message);
        case StoreChange.Closed(Message message) -> durable(message);
        case StoreChange.Annotated(Message message) -> durable(message);
        case StoreChange.Keep(HeldReceipt receipt) ->
            receipt.candidateIds().forEach(id -> durableReceipts.add(receipt.carrier() + id));
        case StoreChange.Keep(KeptData kept) -> {
          esmes.kept(kept);
          guards.kept(kept);
        }
        case StoreChange.Drop(long sequence) -> esmes.dropped(sequence);
        case StoreChange.Keep _ -> {}
      }
    }
  }

  private void isAsked(Line line) {
    String to = line.message.spec().to().e164();
    boolean ownCode = line.message.spec().account().equals(Tenants.VERIFIER);
    if (!ownCode && !asked.getOrDefault(to, Set.of()).contains(line.text)) {
      violated(to + ": a durable message that nobody asked for");
    }
  }

  private Line durable(Message message) {
    Line line = ledger.durable(message, now(), life);
    approvals.durable(message);
    for (Attempt attempt : message.attempts()) {
      boolean decided =
          attempt.verdict() instanceof Verdict.Arrived
              || attempt.verdict() instanceof Verdict.Refused;
      for (int part = 0; part < attempt.carrierIds().size(); part++) {
        if (decided || (attempt.partsDelivered() & (1L << part)) != 0) {
          durableReceipts.add(attempt.choice().carrier() + attempt.carrierIds().get(part));
        }
      }
    }
    return line;
  }

  // ---- the wire ----

  /** A submit_sm leaves: the first, or only, part of a message when {@code first}. */
  void submitLeaves(String carrier, String to, boolean first, long nowMillis) {
    List<Line> lines = ledger.to(to);
    if (lines.isEmpty()) {
      violated(to + ": sent without a durable message");
      return;
    }
    long latest = lines.stream().mapToLong(Line::expiresAtMillis).max().orElse(0);
    if (nowMillis >= latest) {
      violated(to + ": sent " + (nowMillis - latest) + " ms too late");
    }
    int recorded = 0;
    for (Line line : lines) {
      for (Attempt attempt : line.message.attempts()) {
        if (attempt.choice().carrier().equals(carrier)) {
          recorded += attempt.submits();
        }
      }
    }
    int left = submitsLeft.merge(carrier + to, first ? 1 : 0, Integer::sum);
    if (left > recorded) {
      violated(to + ": " + left + " submits to " + carrier + ", records for " + recorded);
    }
  }

  /** deliver_sm_resp leaves for a receipt that named one of these ids. */
  void receiptAcknowledged(String carrier, List<String> candidateIds) {
    if (candidateIds.stream().noneMatch(id -> durableReceipts.contains(carrier + id))) {
      violated(carrier + ": receipt " + candidateIds + " acknowledged before it was durable");
    }
  }

  /** A carrier took a whole message and brings it to the handset. */
  void copyArrives(String to, String text) {
    if (ledger.to(to).stream().noneMatch(line -> line.text.equals(text))) {
      violated(to + ": another text arrived than was asked for");
    }
    copies.merge(new Copy(to, text), 1, Integer::sum);
    handsets.forEach(handset -> handset.accept(to, text));
  }

  // ---- the end ----

  void judge() {
    trunks.judge();
    approvals.judge();
    promised.forEach((id, promise) -> {
      Line line = ledger.find(id);
      if (line == null) {
        violated(id + ": accepted and forgotten");
      } else if (line.end == null) {
        violated(id + ": has no end, state " + line.message.state());
      } else if (line.expiresAtMillis() != promise.expiresAtMillis()) {
        violated(id + ": its deadline moved");
      }
    });
    Map<Copy, List<Line>> byCopy = new HashMap<>();
    ledger
        .all()
        .forEach(line ->
            byCopy
                .computeIfAbsent(
                    new Copy(line.message.spec().to().e164(), line.text), _ -> new ArrayList<>())
                .add(line));
    byCopy.forEach((copy, lines) -> {
      int count = copies.getOrDefault(copy, 0);
      int arrived = count + calls.timesHeard(copy.to(), copy.text());
      int explained = lines.stream().mapToInt(line -> line.doubted.size()).sum();
      if (count - lines.size() > explained) {
        violated(copy.to() + ": " + count + " copies, " + explained + " in doubt or silent");
      }
      long delivered =
          lines.stream().filter(line -> line.end instanceof MessageState.Delivered).count();
      // A verified code says that one of its copies arrived, not which.
      boolean ownCode = lines.getFirst().message.spec().account().equals(Tenants.VERIFIER);
      if (ownCode ? delivered > 0 && arrived == 0 : delivered > arrived && !receiptsLie) {
        violated(copy.to() + ": delivered " + delivered + " times, and " + arrived + " arrived");
      }
    });
    esmes.judge();
    notices.judge();
  }
}
