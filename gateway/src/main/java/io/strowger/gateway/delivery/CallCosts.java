package io.strowger.gateway.delivery;

import io.strowger.gateway.guard.CallGuard;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each account's calls of the day cost, kept in the store with the very round that spends it:
 * one small record for each account, written anew each time. On the dispatcher's thread.
 */
final class CallCosts {
  /** On disk: the day since 1970, millionths, and the account, with a space between. */
  static final String KIND = "call-cost";

  private static final Logger log = LoggerFactory.getLogger(CallCosts.class);

  private final CallGuard guard;
  private final Map<String, Long> sequences = new HashMap<>();
  private final List<Long> stale = new ArrayList<>();
  private boolean dropping;

  CallCosts(CallGuard guard) {
    this.guard = guard;
  }

  /**
   * @param staged calls that this round makes, counted by the guard already
   */
  void keep(KeptBook kept, Round round, List<CallGuard.Intent> staged, long nowMillis) {
    Map<String, Long> spent = new HashMap<>();
    for (CallGuard.Intent intent : staged) {
      spent.putIfAbsent(intent.account(), 0L);
    }
    for (Entry entry : round.touched) {
      Message before = entry.committed();
      if (before != null) {
        Message after = entry.current();
        for (CallEvidence call : ended(before, after)) {
          long micros = guard.talkMicros(after.spec().to(), call.talkMillis());
          if (micros > 0) {
            spent.merge(after.spec().account(), micros, Long::sum);
          }
        }
      }
    }
    spent.forEach((account, more) -> {
      long micros = guard.spentMicros(account, nowMillis) + more;
      if (micros > 0) {
        long sequence = sequences.computeIfAbsent(account, _ -> kept.nextSequence());
        round.kept.add(
            new KeptData(
                sequence, KIND, guard.day(nowMillis) + " " + micros + " " + account, null));
      }
    });
    dropping = !spent.isEmpty() && !stale.isEmpty();
    if (dropping) {
      round.dropped.addAll(stale);
    }
  }

  /** The round is durable. */
  void committed() {
    if (dropping) {
      stale.clear();
      dropping = false;
    }
  }

  void recover(KeptBook kept, long nowMillis) {
    long today = guard.day(nowMillis);
    for (KeptData data : kept.kept(KIND)) {
      String[] parts = data.data().split(" ", 3);
      try {
        long day = Long.parseLong(parts[0]);
        if (day < today) {
          stale.add(data.sequence());
        } else {
          guard.restore(parts[2], day, Long.parseLong(parts[1]));
          sequences.put(parts[2], data.sequence());
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
        log.warn("What an account's calls cost today cannot be read; it counts as nothing");
        stale.add(data.sequence());
      }
    }
  }

  /** The calls that end between these two states of a message. */
  static List<CallEvidence> ended(Message before, Message after) {
    List<CallEvidence> ended = List.of();
    List<Attempt> attempts = after.attempts();
    for (int i = 0; i < before.attempts().size(); i++) {
      CallEvidence call = attempts.get(i).call();
      if (call != null
          && before.attempts().get(i).endedAtMillis() == 0
          && attempts.get(i).endedAtMillis() != 0) {
        ended = ended.isEmpty() ? new ArrayList<>(2) : ended;
        ended.add(call);
      }
    }
    return ended;
  }
}
