package io.strowger.gateway.delivery;

import io.strowger.gateway.canary.CanaryReport;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.health.DetectionSettings.Mode;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.HealthChange;
import io.strowger.gateway.health.HealthReport;
import io.strowger.gateway.health.Operators;
import io.strowger.gateway.health.Signal;
import io.strowger.gateway.health.Usual;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.HealthView;
import io.strowger.gateway.route.RouteDecision;
import io.strowger.gateway.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The routes' health in the dispatcher's rounds: tells it of every first attempt and of all that
 * comes back, once that is durable, and asks it before a route is chosen. On the dispatcher's
 * thread, but for {@link #reconfigure} and {@link #report}.
 */
public final class HealthWatch implements HealthView {
  private static final long REPORT_MILLIS = 2_000;

  private record Heard(Entry entry, int ordinal, Signal signal) {}

  private record Config(DetectionSettings settings, RouteTable routes, CanarySettings canaries) {}

  private final HealthObserver observer;
  private final Health health;
  private final HealthMemory memory;
  private final Answers answers = new Answers();
  private final FeedbackHabit feedback = new FeedbackHabit();
  final Patience patience;
  private final List<Heard> heard = new ArrayList<>();
  private final LinkLosses losses = new LinkLosses();
  private @Nullable CanaryPost canaries;
  private DetectionSettings settings;
  private Operators operators;
  private Map<String, List<String>> alternatives;
  private long reportAtMillis;
  private volatile @Nullable Config next;
  private volatile List<HealthReport> report = List.of();

  public HealthWatch(
      DetectionSettings settings, RouteTable routes, HealthObserver observer, long nowMillis) {
    this.observer = observer;
    this.settings = settings;
    this.operators = new Operators(settings.operators());
    this.alternatives = routes.alternatives();
    this.health = new Health(alternatives, nowMillis);
    this.memory = new HealthMemory(health, feedback);
    this.patience = new Patience(this, health, feedback);
  }

  /** Judges nothing. */
  static HealthWatch off(long nowMillis) {
    return new HealthWatch(
        new DetectionSettings(Mode.OFF, 0, Map.of()),
        new RouteTable(List.of()),
        HealthObserver.NONE,
        nowMillis);
  }

  /** Other settings or routes, from the next round on. Any thread. */
  public void reconfigure(DetectionSettings settings, RouteTable routes, CanarySettings canaries) {
    next = new Config(settings, routes, canaries);
  }

  /** Sends canaries from now on. Before the first round. */
  public void send(CanaryPost post) {
    canaries = post;
  }

  @Nullable CanaryPost canaries() {
    return canaries;
  }

  /** The canaries as of the last second. Any thread. */
  public CanaryReport canaryReport() {
    return canaries == null ? CanaryReport.NONE : canaries.report();
  }

  /** Every cell as it was at the last judgement. Any thread. */
  public List<HealthReport> report() {
    return report;
  }

  boolean isActing() {
    return settings.mode() == Mode.ACT;
  }

  private boolean isOff() {
    return settings.mode() == Mode.OFF;
  }

  boolean knows(String carrier) {
    return alternatives.containsKey(carrier);
  }

  List<String> alternatives(String carrier) {
    return alternatives.getOrDefault(carrier, List.of());
  }

  String operator(PhoneNumber to) {
    return operators.of(to);
  }

  // ---- what is judged ----

  /** At the beginning of a round: what has changed by now. */
  List<HealthChange> tick(long now) {
    Config config = next;
    if (config != null) {
      next = null;
      settings = config.settings();
      operators = new Operators(settings.operators());
      alternatives = config.routes().alternatives();
      health.alternatives(alternatives);
      if (canaries != null) {
        canaries.configure(config.canaries(), config.routes());
      }
    }
    if (isOff()) {
      report = List.of();
      return List.of();
    }
    if (canaries != null) {
      canaries.tick(health, operators, now);
    }
    losses.tick(health, now);
    List<HealthChange> changes = health.tick(now);
    for (HealthChange change : changes) {
      memory.changed(change);
      observer.changed(change, isActing());
    }
    if (now >= reportAtMillis || !changes.isEmpty()) {
      reportAtMillis = now + REPORT_MILLIS;
      report = List.copyOf(health.report());
      observer.judged(report, isActing(), now);
    }
    return changes;
  }

  void carrierChanged(CarrierCondition condition, long now) {
    if (canaries != null) {
      canaries.carrierChanged(condition);
    }
    if (!isOff() && alternatives.containsKey(condition.carrier())) {
      losses.changed(health, condition, now);
    }
  }

  // ---- what is told ----

  /** The message is durable as it is now. */
  void published(
      Entry entry,
      @Nullable Message before,
      Message after,
      @Nullable Admission admission,
      long now) {
    if (isOff()) {
      return;
    }
    List<Attempt> attempts = after.attempts();
    for (int i = 0; i < attempts.size(); i++) {
      Attempt attempt = attempts.get(i);
      Attempt was =
          before != null && i < before.attempts().size() ? before.attempts().get(i) : null;
      if (!attempt.equals(was) && alternatives.containsKey(attempt.choice().carrier())) {
        if (attempt.choice().channel() == Channel.VOICE) {
          called(after, attempt, was, now);
          continue;
        }
        answers(attempt, was, now);
        if (attempt.answeredAtMillis() != 0
            && (was == null || was.answeredAtMillis() != attempt.answeredAtMillis())) {
          taken(entry, after, attempt, admission == null || admission.tellsOfRoute(after, now));
        }
      }
    }
  }

  private void answers(Attempt attempt, @Nullable Attempt was, long now) {
    String carrier = attempt.choice().carrier();
    switch (answers.changed(attempt, was, now)) {
      case NOTHING -> {}
      case ANSWERS -> health.answered(carrier, now);
      case ANSWERS_NOTHING -> health.fault(carrier, Fault.NO_RESPONSES, now);
    }
  }

  private void taken(Entry entry, Message message, Attempt attempt, boolean tellsOfRoute) {
    String carrier = attempt.choice().carrier();
    String operator = operator(message.spec().to());
    boolean probe = attempt.isProbe();
    if (!probe && entry.codeTellsOf != 0) {
      Attempt first = message.attempts().get(entry.codeTellsOf - 1);
      entry.codeTellsOf = 0;
      health.doubled(
          first.choice().carrier(), operator, message.spec().account(), first.answeredAtMillis());
    }
    if (!probe && (!tellsOfRoute || !isFirst(message, attempt))) {
      return;
    }
    entry.countedAttempts |= 1 << attempt.ordinal();
    if (probe || health.state(carrier, operator) == CellState.OPEN) {
      health.probeSent(carrier, operator);
    }
    if (!probe) {
      boolean codeTells = feedback.isExpected(message.spec());
      entry.codeTellsOf = codeTells ? attempt.ordinal() : 0;
      health.sent(carrier, operator, message.spec().account(), codeTells);
    }
  }

  /** What came before it has certainly not been sent. */
  private static boolean isFirst(Message message, Attempt attempt) {
    for (Attempt earlier : message.attempts().subList(0, attempt.ordinal() - 1)) {
      boolean sent =
          !(earlier.verdict() instanceof Verdict.NotSent)
              && !(earlier.verdict() instanceof Verdict.Throttled);
      if (sent && !earlier.isProbe()) {
        return false;
      }
    }
    return true;
  }

  private void called(Message message, Attempt attempt, @Nullable Attempt was, long now) {
    CallEvidence call = attempt.call();
    if (call == null || attempt.endedAtMillis() == 0 || (was != null && was.endedAtMillis() != 0)) {
      return;
    }
    boolean good = attempt.verdict() instanceof Verdict.Arrived;
    boolean bad =
        attempt.verdict() instanceof Verdict.Refused refused
            && refused.refusal().disposition() != Refusal.Disposition.PERMANENT_FOR_NUMBER
            && refused.refusal().disposition() != Refusal.Disposition.CONFIGURATION_FAULT;
    String carrier = attempt.choice().carrier();
    String operator = operator(message.spec().to());
    if (good || bad) {
      health.call(carrier, operator, good, call.ringMillis(), now);
    } else if (attempt.rangUntilItsDeadline()) {
      health.rangInVain(carrier, operator, call.ringMillis(), now);
    }
  }

  /** A final receipt came. It counts once this round is durable. */
  void receipt(Entry entry, int ordinal, ReceiptReading reading) {
    Refusal refusal = reading.refusal();
    boolean good =
        reading.kind() == ReceiptReading.Kind.DELIVERED
            || (refusal != null
                && refusal.disposition() == Refusal.Disposition.PERMANENT_FOR_NUMBER);
    if (good && !isOff()) {
      heard.add(new Heard(entry, ordinal, Signal.RECEIPT));
    }
  }

  /** A client told what became of a code. It counts once this round is durable. */
  void feedback(Entry entry, boolean verified, long now) {
    if (isOff()) {
      return;
    }
    feedback.given(entry.current().spec().account(), now);
    if (verified) {
      heard.add(new Heard(entry, 0, Signal.VERIFIED));
    }
  }

  /** The round is durable. */
  void committed() {
    for (Heard one : heard) {
      count(one);
    }
    heard.clear();
  }

  /** The round is as if it had not been. */
  void undo() {
    heard.clear();
  }

  private void count(Heard one) {
    Entry entry = one.entry();
    boolean receipt = one.signal() == Signal.RECEIPT;
    int ordinal = receipt ? one.ordinal() : entry.codeTellsOf;
    int bit = 1 << ordinal;
    if (ordinal == 0
        || (entry.countedAttempts & bit) == 0
        || (receipt && (entry.heardAttempts & bit) != 0)) {
      return;
    }
    Message message = entry.current();
    Attempt attempt = message.attempts().get(ordinal - 1);
    String carrier = attempt.choice().carrier();
    String operator = operator(message.spec().to());
    long sent = attempt.answeredAtMillis();
    if (!alternatives.containsKey(carrier)) {
      return;
    }
    if (receipt) {
      entry.heardAttempts |= bit;
      if (attempt.isProbe() || health.state(carrier, operator) == CellState.OPEN) {
        health.probeHeard(carrier, operator, sent);
      }
    } else {
      entry.codeTellsOf = 0;
    }
    if (!attempt.isProbe()) {
      health.heard(one.signal(), carrier, operator, message.spec().account(), sent);
    }
  }

  // ---- what is asked ----

  @Override
  public double share(String carrier, PhoneNumber to) {
    return isActing() ? health.share(carrier, operator(to)) : 1;
  }

  @Override
  public String why(String carrier, PhoneNumber to) {
    return health.cause(carrier, operator(to)).inWords();
  }

  @Override
  public Usual usual(String carrier, PhoneNumber to) {
    return isActing() ? health.usual(carrier, operator(to)) : Usual.UNKNOWN;
  }

  @Override
  public double standbyShare() {
    return isActing() ? settings.standbyShare() : 0;
  }

  /** Copies that look whether a left route delivers again, beside the chosen way. */
  List<MessageEvent.ProbeChosen> probes(Message message, RouteDecision.Chosen chosen, long now) {
    if (chosen.left().isEmpty() || chosen.choice().channel() != Channel.SMS || !isActing()) {
      return List.of();
    }
    List<MessageEvent.ProbeChosen> probes = new ArrayList<>();
    for (RouteTable.Member member : chosen.left()) {
      if (health.takeProbe(member.carrier(), operator(message.spec().to()), now)) {
        observer.probed(member.carrier());
        probes.add(
            new MessageEvent.ProbeChosen(
                new RouteChoice(
                    member.carrier(),
                    Channel.SMS,
                    chosen.choice().prefix(),
                    RouteChoice.Reason.PROBE,
                    null)));
      }
    }
    return probes;
  }

  void rescuing(String carrier, int messages) {
    observer.rescuing(carrier, messages);
  }

  // ---- what is remembered ----

  void remember(KeptBook kept, Round round, long now) {
    if (!isOff()) {
      memory.remember(kept, round, now);
    }
  }

  /** Before the first round. */
  void recover(KeptBook kept, long now) {
    if (!isOff()) {
      memory.recover(kept, now);
      health.alternatives(alternatives);
    }
  }
}
