package io.strowger.gateway.delivery;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.guard.CallGuard;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageEvent;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.route.CallGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls' part in the dispatcher's rounds: asks the call guard whether a message may be called,
 * and counts calls with the round that makes them durable. On the dispatcher's thread.
 */
public final class CallRounds {
  private static final CallGate NOT_SPEAKABLE = CallGate.closed("nothing in it can be spoken");

  private final Function<String, @Nullable Account> accounts;
  private final CallGuard guard;
  private final List<CallGuard.Intent> staged = new ArrayList<>();
  private final CallCosts costs;
  private volatile @Nullable Map<String, Long> nextRates;

  /**
   * @param accounts by name, null for none: such a message's calls have the usual limits
   * @param microsPerMinuteByPrefix what calls cost, in millionths
   */
  public CallRounds(
      Function<String, @Nullable Account> accounts, Map<String, Long> microsPerMinuteByPrefix) {
    this.accounts = accounts;
    this.guard = new CallGuard(microsPerMinuteByPrefix);
    this.costs = new CallCosts(guard);
  }

  /** Other prices, from the next call on. Any thread. */
  public void reprice(Map<String, Long> microsPerMinuteByPrefix) {
    nextRates = Map.copyOf(microsPerMinuteByPrefix);
  }

  CallGate gate(Message message, long nowMillis) {
    Plan plan = message.spec().plan();
    if (!plan.uses(Channel.VOICE)) {
      return CallGate.OPEN;
    }
    if (plan.purpose() == Plan.Purpose.PASSCODE && message.spec().spokenCode() == null) {
      return NOT_SPEAKABLE;
    }
    Map<String, Long> rates = nextRates;
    if (rates != null) {
      nextRates = null;
      guard.reprice(rates);
    }
    return switch (guard.check(intent(message), nowMillis)) {
      case CallGuard.Answer.Allowed _ -> CallGate.OPEN;
      case CallGuard.Answer.NotBefore(long at, String why) -> new CallGate(at, why);
      case CallGuard.Answer.Refused(String why) -> CallGate.closed(why);
    };
  }

  /** A call of this round; it counts from now on, for the round's other messages too. */
  void staged(Message message, long nowMillis) {
    CallGuard.Intent intent = intent(message);
    staged.add(intent);
    guard.placed(intent, nowMillis);
  }

  private CallGuard.Intent intent(Message message) {
    MessageSpec spec = message.spec();
    Account known = accounts.apply(spec.account());
    boolean again =
        message.attempts().stream().anyMatch(a -> a.choice().channel() == Channel.VOICE);
    return new CallGuard.Intent(
        spec.account(),
        known == null ? VoiceRules.DEFAULT : known.voice(),
        known == null ? null : known.guard().destinations(),
        spec.to(),
        again);
  }

  static void progress(Transitions transitions, DispatchEvent.CallProgress progress) {
    Entry entry = transitions.book.find(progress.ref().id());
    if (entry != null) {
      AttemptRef ref = progress.ref();
      transitions.step(
          entry,
          new MessageEvent.CallProgress(
              ref.ordinal(), ref.submits(), progress.trunk(), progress.evidence()));
    }
  }

  static void ended(Transitions transitions, DispatchEvent.CallEnded ended) {
    Entry entry = transitions.book.find(ended.ref().id());
    if (entry != null) {
      AttemptRef ref = ended.ref();
      transitions.step(
          entry,
          new MessageEvent.CallEnded(
              ref.ordinal(),
              ref.submits(),
              ended.trunk(),
              ended.ending(),
              ended.code(),
              ended.reading(),
              ended.evidence()));
    }
  }

  /** The message is durable as it is now. */
  void published(@Nullable Message before, Message after, long nowMillis) {
    if (before == null) {
      return;
    }
    if (liveCall(before) != 0 && liveCall(after) != liveCall(before)) {
      guard.release(intent(after));
    }
    for (CallEvidence call : CallCosts.ended(before, after)) {
      guard.talked(after.spec().account(), after.spec().to(), call.talkMillis(), nowMillis);
    }
  }

  /** Ordinal of the attempt that is a call on its way, 0 for none. */
  private static int liveCall(Message message) {
    if (message.state() instanceof MessageState.Attempting(int ordinal)
        && message.attempts().get(ordinal - 1).choice().channel() == Channel.VOICE) {
      return ordinal;
    }
    return 0;
  }

  void recover(MessageStore.Recovered recovered, KeptBook kept, long nowMillis) {
    recover(recovered.recent());
    recover(recovered.open());
    costs.recover(kept, nowMillis);
  }

  private void recover(List<Message> messages) {
    for (Message message : messages) {
      for (Attempt attempt : message.attempts()) {
        if (attempt.choice().channel() == Channel.VOICE) {
          guard.recovered(message.spec().account(), message.spec().to(), attempt.startedAtMillis());
        }
      }
      if (liveCall(message) != 0) {
        guard.live(intent(message));
      }
    }
  }

  /** What this round spends is kept with it. */
  void beforeCommit(KeptBook kept, Round round, long nowMillis) {
    costs.keep(kept, round, staged, nowMillis);
  }

  /** The round is durable. */
  void committed() {
    costs.committed();
    staged.clear();
  }

  /** The round is as if it had not been. */
  void undo() {
    staged.reversed().forEach(guard::takeBack);
    staged.clear();
  }
}
