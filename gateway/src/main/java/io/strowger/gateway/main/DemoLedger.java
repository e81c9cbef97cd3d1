package io.strowger.gateway.main;

import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every passcode of the demo accounted for: what the gateway says of it, against what reached its
 * handset.
 *
 * @param forgotten accepted, and the gateway does not know it any more
 * @param rescued delivered after an attempt that failed, was in doubt or stayed silent
 * @param duplicates handsets that had more than one copy
 * @param unexplained duplicates without an attempt in doubt or silent
 * @param untrue said to be delivered, and nothing reached the handset
 * @param example a rescued message, to be shown; null when there is none
 */
record DemoLedger(
    int accepted,
    int delivered,
    int failed,
    int expired,
    int open,
    int forgotten,
    int rescued,
    int duplicates,
    int unexplained,
    int untrue,
    @Nullable MessageId example) {

  static DemoLedger of(Map<String, String> numberById, MessageDesk desk, DemoSites sites) {
    Tally tally = new Tally();
    numberById.forEach(
        (id, digits) -> tally.count(desk, MessageId.parse(id), sites.copies(digits)));
    return new DemoLedger(
        numberById.size(),
        tally.delivered,
        tally.failed,
        tally.expired,
        tally.open,
        tally.forgotten,
        tally.rescued,
        tally.duplicates,
        tally.unexplained,
        tally.untrue,
        tally.example);
  }

  /** Every passcode reached its final state, and the right one. */
  boolean isRight() {
    return accepted > 0
        && delivered == accepted
        && forgotten == 0
        && unexplained == 0
        && untrue == 0;
  }

  private static final class Tally {
    int delivered;
    int failed;
    int expired;
    int open;
    int forgotten;
    int rescued;
    int duplicates;
    int unexplained;
    int untrue;
    @Nullable MessageId example;

    void count(MessageDesk desk, MessageId id, long copies) {
      Message message = desk.find(id);
      if (message == null) {
        forgotten++;
        return;
      }
      switch (message.state()) {
        case MessageState.Delivered _ -> {
          delivered++;
          untrue += copies == 0 ? 1 : 0;
          if (message.attempts().size() > 1) {
            rescued++;
            example = id;
          }
        }
        case MessageState.Expired _ -> expired++;
        case MessageState.Failed _, MessageState.Cancelled _ -> failed++;
        case MessageState.Open _ -> open++;
      }
      if (copies > 1) {
        duplicates++;
        unexplained += message.attempts().stream().noneMatch(Tally::explains) ? 1 : 0;
      }
    }

    private static boolean explains(Attempt attempt) {
      return attempt.verdict() instanceof Verdict.InDoubt
          || attempt.verdict() instanceof Verdict.Silent
          || (attempt.verdict() instanceof Verdict.Arrived && attempt.answeredAtMillis() != 0);
    }
  }
}
