package io.strowger.gateway.voice;

import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls by all configured carriers. Each carrier's batch is handed over as one; a call by a carrier
 * that is not there is answered at once as not made.
 *
 * @param <S> how a carrier is set up
 */
public final class SipVoiceChannel<S> implements VoiceChannel {
  /** Below this the code could not be said to its end. */
  static final long SAYING_MILLIS = 6_000;

  private static final char GATE_KEY = '1';

  private final CallCarrier.Launcher<S> launcher;
  private final Function<String, VoiceRules> rules;
  private final EventSink events;
  private final CallObserver observer;
  private final List<CompletionStage<Void>> stopping = new ArrayList<>();
  private volatile Map<String, RunningCallCarrier<S>> carriers = Map.of();
  private volatile PromptShelf prompts;

  /**
   * @param rules of an account, the usual ones for an account that is gone
   */
  public SipVoiceChannel(
      CallCarrier.Launcher<S> launcher,
      Function<String, VoiceRules> rules,
      PromptShelf prompts,
      EventSink events,
      CallObserver observer) {
    this.launcher = launcher;
    this.rules = rules;
    this.prompts = prompts;
    this.events = events;
    this.observer = observer;
  }

  /** Other recordings, from the next call on. */
  public void prompts(PromptShelf next) {
    prompts = next;
  }

  /**
   * Puts the carriers in force: starts new ones, hands the others their settings, stops those that
   * are gone.
   *
   * @throws UncheckedIOException when carriers cannot be started, of the first; the others are in
   *     force
   */
  public synchronized void configure(Map<String, S> next) {
    Map<String, RunningCallCarrier<S>> before = carriers;
    Map<String, RunningCallCarrier<S>> after = new LinkedHashMap<>();
    List<RunningCallCarrier<S>> fresh = new ArrayList<>();
    next.forEach((id, settings) -> {
      RunningCallCarrier<S> running = before.get(id);
      if (running == null) {
        running = new RunningCallCarrier<>(id, settings, events, observer);
        fresh.add(running);
      } else {
        running.reconfigure(settings);
      }
      after.put(id, running);
    });
    UncheckedIOException failure = null;
    for (RunningCallCarrier<S> running : fresh) {
      try {
        running.start(launcher);
      } catch (UncheckedIOException e) {
        after.remove(running.id());
        failure = failure == null ? e : failure;
      }
    }
    carriers = after;
    stopping.removeIf(stage -> stage.toCompletableFuture().isDone());
    before.forEach((id, running) -> {
      if (!after.containsKey(id)) {
        stopping.add(running.retire());
      }
    });
    if (failure != null) {
      throw failure;
    }
  }

  /** Completes when every call of the carriers that are gone has its answer. */
  public synchronized CompletionStage<Void> retired() {
    return CompletableFuture.allOf(
        stopping.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Hangs up all calls; completes when every one has its answer. */
  public synchronized CompletionStage<Void> stop() {
    configure(Map.of());
    return retired();
  }

  /** Snapshots in the order of configuration. Any thread. */
  public List<CallCarrier.Status> statuses() {
    return carriers.values().stream().map(running -> running.carrier().status()).toList();
  }

  /**
   * Gives the carrier no new calls.
   *
   * @return false when there is no such carrier
   */
  public boolean drain(String carrier) {
    RunningCallCarrier<S> running = carriers.get(carrier);
    if (running != null) {
      running.carrier().drain();
    }
    return running != null;
  }

  /**
   * Ends {@link #drain}.
   *
   * @return false when there is no such carrier
   */
  public boolean resume(String carrier) {
    RunningCallCarrier<S> running = carriers.get(carrier);
    if (running != null) {
      running.carrier().resume();
    }
    return running != null;
  }

  @Override
  public void place(List<Call> batch) {
    Map<String, List<RunningCallCarrier.Placed>> byCarrier = new HashMap<>();
    for (Call call : batch) {
      CallCarrier.Order order = order(call);
      if (order == null) {
        notMade(call, "nothing in it can be spoken");
      } else {
        byCarrier
            .computeIfAbsent(call.carrier(), _ -> new ArrayList<>())
            .add(new RunningCallCarrier.Placed(call, order));
      }
    }
    byCarrier.forEach((carrier, placed) -> {
      RunningCallCarrier<S> running = carriers.get(carrier);
      if (running != null) {
        running.place(placed);
      } else {
        placed.forEach(one -> notMade(one.call(), "the carrier is not configured"));
      }
    });
  }

  @Override
  public void canaryCalls(List<Canary> batch) {
    Map<String, List<Canary>> byCarrier = new HashMap<>();
    batch.forEach(canary ->
        byCarrier.computeIfAbsent(canary.ref().carrier(), _ -> new ArrayList<>()).add(canary));
    byCarrier.forEach((carrier, some) -> {
      RunningCallCarrier<S> running = carriers.get(carrier);
      if (running != null) {
        running.call(some, prompts.forLanguage(null, "en"));
      } else {
        new CanaryCalls(events).refuse(some, "the carrier is not configured");
      }
    });
  }

  @Override
  public void canaryHeard(SmsChannel.CanaryRef ref) {
    RunningCallCarrier<S> running = carriers.get(ref.carrier());
    if (running != null) {
      running.canaryHeard(ref);
    }
  }

  private void notMade(Call call, String why) {
    events.post(notMadeEvent(call, why));
  }

  static DispatchEvent notMadeEvent(Call call, String why) {
    return new DispatchEvent.CallEnded(
        call.ref(), null, CallEnding.OTHER_TRUNK, "voice:not-made", why, CallEvidence.NONE);
  }

  private CallCarrier.@Nullable Order order(Call call) {
    VoiceRules voice = rules.apply(call.account());
    CallScript script = script(call, voice);
    if (script == null) {
      return null;
    }
    return new CallCarrier.Order(
        reference(call.ref()),
        call.to().digits(),
        script,
        prompts.forLanguage(call.language(), voice.fallbackLanguage()),
        call.deadlineMillis() - SAYING_MILLIS,
        call.deadlineMillis(),
        voice.maxRingMillis(),
        voice.maxCallMillis(),
        call.avoidTrunk());
  }

  private static @Nullable CallScript script(Call call, VoiceRules voice) {
    if (call.purpose() == Plan.Purpose.APPROVAL) {
      VoiceRules.ApprovalKeys keys = voice.approval();
      return new ApprovalScript(keys.approve(), keys.deny(), keys.fraud());
    }
    Secret code = call.code();
    return code == null || code.isShredded()
        ? null
        : new CodeScript(code.reveal(), voice.gate(), GATE_KEY, voice.repeats() - 1);
  }

  static String reference(AttemptRef ref) {
    return ref.id() + "." + ref.ordinal() + "." + ref.submits();
  }

  @Override
  public void hangUp(List<HangUp> batch) {
    Map<String, List<String>> byCarrier = new HashMap<>();
    for (HangUp hangUp : batch) {
      byCarrier
          .computeIfAbsent(hangUp.carrier(), _ -> new ArrayList<>())
          .add(reference(hangUp.ref()));
    }
    byCarrier.forEach((carrier, references) -> {
      RunningCallCarrier<S> running = carriers.get(carrier);
      if (running != null) {
        running.carrier().hangUp(references);
      }
    });
  }
}
