package io.strowger.gateway.delivery;

import io.strowger.gateway.canary.CanaryBook;
import io.strowger.gateway.canary.CanaryCommand;
import io.strowger.gateway.canary.CanaryNumber;
import io.strowger.gateway.canary.CanaryReport;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.canary.CanaryWay;
import io.strowger.gateway.canary.CarrierView;
import io.strowger.gateway.delivery.DispatchEvent.CanaryAnswered;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.TextCame;
import io.strowger.gateway.delivery.SmsChannel.Canary;
import io.strowger.gateway.delivery.SmsChannel.CanaryRef;
import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.Operators;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.gateway.route.RouteTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Canaries in the dispatcher's rounds: sends what is due, and tells the routes' health what came
 * back. On the dispatcher's thread, but for {@link #report}. Nothing of it is kept: after a restart
 * every number has to show again that it answers.
 */
public final class CanaryPost {
  private static final long TICK_MILLIS = 1_000;
  private static final long DEADLINE_MILLIS = 30_000;

  /** Where passcodes wait longer for their turn, no canary waits with them. */
  private static final long FREE_MILLIS = 1_000;

  private static final int RECEIPTS_MAX = 2_048;

  /** As the carrier names the canaries that it took, the oldest first. */
  private final LinkedHashMap<CarrierId, Boolean> taken = new LinkedHashMap<>();

  /** What came in this round; the routes' health hears of it at the beginning of the next. */
  private final List<CanaryCommand> waiting = new ArrayList<>();

  private record CarrierId(String carrier, String id) {}

  private final SmsChannel sms;
  private final VoiceChannel voice;
  private final RandomGenerator random;
  private final List<CanaryObserver> observers;
  private final CanaryBook book = new CanaryBook();
  private final Map<String, CarrierCondition> conditions = new HashMap<>();
  private CanarySettings settings;
  private RouteTable routes;
  private List<CanaryWay> ways = List.of();
  private Operators operators = new Operators(Map.of());
  private boolean changed = true;
  private long tickAtMillis;
  private volatile CanaryReport report = CanaryReport.NONE;

  /**
   * @param random draws what canaries are known by: not to be guessed
   */
  public CanaryPost(
      CanarySettings settings,
      RouteTable routes,
      SmsChannel sms,
      VoiceChannel voice,
      RandomGenerator random,
      List<CanaryObserver> observers) {
    this.settings = settings;
    this.routes = routes;
    this.sms = sms;
    this.voice = voice;
    this.random = random;
    this.observers = List.copyOf(observers);
  }

  /** As of the last second. Any thread. */
  public CanaryReport report() {
    return report;
  }

  void configure(CanarySettings next, RouteTable nextRoutes) {
    settings = next;
    routes = nextRoutes;
    changed = true;
  }

  void carrierChanged(CarrierCondition condition) {
    conditions.put(condition.carrier(), condition);
  }

  void tick(Health health, Operators named, long now) {
    if (changed || named != operators) {
      changed = false;
      operators = named;
      ways = settings.numbers().stream().map(this::way).toList();
      book.configure(settings, ways, now);
      tickAtMillis = now;
    }
    carryOut(waiting, health);
    waiting.clear();
    if (now < tickAtMillis) {
      return;
    }
    tickAtMillis = now + TICK_MILLIS;
    if (ways.isEmpty()) {
      tell(CanaryReport.NONE);
      return;
    }
    List<CanaryCommand> commands = book.tick(new View(health, conditions), random, now);
    carryOut(commands, health);
    tell(book.report());
    send(commands, now + DEADLINE_MILLIS);
  }

  private void send(List<CanaryCommand> commands, long deadline) {
    List<Canary> texts = new ArrayList<>();
    List<VoiceChannel.Canary> calls = new ArrayList<>();
    for (CanaryCommand command : commands) {
      if (command instanceof CanaryCommand.Send send) {
        CanaryRef ref = new CanaryRef(send.carrier(), send.token());
        Secret said = new Secret(send.text());
        if (send.call()) {
          calls.add(new VoiceChannel.Canary(ref, send.to(), said, deadline));
        } else {
          texts.add(new Canary(ref, send.to(), settings.sender(), said, deadline));
        }
      }
    }
    if (!texts.isEmpty()) {
      sms.canaries(texts);
    }
    if (!calls.isEmpty()) {
      voice.canaryCalls(calls);
    }
  }

  void answered(CanaryAnswered answered, long now) {
    CanaryRef ref = answered.ref();
    boolean accepted = answered.answer() instanceof SmsAnswer.Taken;
    if (answered.answer() instanceof SmsAnswer.Taken(String _, List<String> ids, int _)) {
      ids.forEach(id -> taken.put(new CarrierId(ref.carrier(), id), true));
      while (taken.size() > RECEIPTS_MAX) {
        taken.pollFirstEntry();
      }
    }
    waiting.addAll(book.answered(ref.token(), accepted, now));
  }

  void came(TextCame text, long now) {
    for (String token : text.tokens()) {
      List<CanaryCommand> news = book.came(token, text.carrier(), now);
      waiting.addAll(news);
      for (CanaryCommand one : news) {
        if (one instanceof CanaryCommand.Returned back) {
          voice.canaryHeard(new CanaryRef(back.carrier(), token));
        }
      }
    }
  }

  /** Receipts of canaries are not judged by: carriers that lie have good ones for them, too. */
  boolean isReceipt(String carrier, List<String> candidateIds) {
    return candidateIds.stream().anyMatch(id -> taken.containsKey(new CarrierId(carrier, id)));
  }

  private void tell(CanaryReport now) {
    report = now;
    observers.forEach(observer -> observer.judged(now));
  }

  private void carryOut(List<CanaryCommand> commands, Health health) {
    for (CanaryCommand command : commands) {
      observers.forEach(observer -> observer.happened(command));
      switch (command) {
        case CanaryCommand.Sent sent ->
            about(sent.carrier(), sent.operator())
                .forEach(cell ->
                    health.canarySent(
                        sent.carrier(), cell, sent.sentMillis(), settings.interval().toMillis()));
        case CanaryCommand.Returned back ->
            about(back.carrier(), back.operator())
                .forEach(cell ->
                    health.canaryReturned(
                        back.carrier(), cell, back.sentMillis(), back.atMillis()));
        case CanaryCommand.Lost lost ->
            about(lost.carrier(), lost.operator())
                .forEach(cell -> health.canaryLost(lost.carrier(), cell, lost.sentMillis()));
        case CanaryCommand.Send _, CanaryCommand.Unproven _, CanaryCommand.NotTaken _ -> {}
      }
    }
  }

  /** A canary speaks for its carrier; and for its operator where there are others to compare. */
  private Set<String> about(String carrier, String operator) {
    Set<String> seen = new HashSet<>();
    for (CanaryWay way : ways) {
      if (way.carriers().contains(carrier) && !way.number().returnsBy().equals(carrier)) {
        seen.add(way.operator());
      }
    }
    return seen.size() > 1 ? Set.of("", operator) : Set.of("");
  }

  private CanaryWay way(CanaryNumber number) {
    PhoneNumber to = number.number();
    List<String> carriers =
        number.calls() ? routes.voiceCarriers(to.e164()) : routes.smsCarriers(to.e164());
    return new CanaryWay(number, operators.of(to), carriers);
  }

  private record View(Health health, Map<String, CarrierCondition> conditions)
      implements CarrierView {
    @Override
    public boolean isFree(String carrier) {
      CarrierCondition condition = conditions.get(carrier);
      return condition != null
          && condition.usable()
          && condition.estimatedWaitMillis() <= FREE_MILLIS;
    }

    @Override
    public boolean isSuspected(String carrier) {
      CellState state = health.state(carrier, "");
      return state == CellState.SUSPECT || state == CellState.OPEN || state == CellState.HALF_OPEN;
    }
  }
}
