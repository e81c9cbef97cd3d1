package io.strowger.gateway.main;

import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.main.DemoTraffic.Passcode;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
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
 * @param spoken of the delivered ones, in a call
 * @param escalated of the spoken ones, after a text that nobody confirmed
 * @param rescued delivered after an attempt that failed, was in doubt or stayed silent
 * @param duplicates handsets that had more than one copy
 * @param unexplained duplicates without an attempt in doubt or silent
 * @param untrue said to be delivered, and neither text nor the right code reached the handset
 * @param example a rescued message, to be shown; null when there is none
 * @param called a message that a call rescued, to be shown; null when there is none
 */
record DemoLedger(
    int accepted,
    int delivered,
    int spoken,
    int escalated,
    int failed,
    int expired,
    int open,
    int forgotten,
    int rescued,
    int duplicates,
    int unexplained,
    int untrue,
    @Nullable MessageId example,
    @Nullable MessageId called) {

  static DemoLedger of(Map<String, Passcode> byId, MessageDesk desk, DemoSites sites) {
    Tally tally = new Tally();
    byId.forEach((id, passcode) ->
        tally.count(
            desk.find(MessageId.parse(id)),
            sites.copies(passcode.digits()),
            sites.trunks().heard(passcode.digits()).contains(passcode.code())));
    return new DemoLedger(
        byId.size(),
        tally.delivered,
        tally.spoken,
        tally.escalated,
        tally.failed,
        tally.expired,
        tally.open,
        tally.forgotten,
        tally.rescued,
        tally.duplicates,
        tally.unexplained,
        tally.untrue,
        tally.example,
        tally.called);
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
    int spoken;
    int escalated;
    int failed;
    int expired;
    int open;
    int forgotten;
    int rescued;
    int duplicates;
    int unexplained;
    int untrue;
    @Nullable MessageId example;
    @Nullable MessageId called;

    void count(@Nullable Message message, long copies, boolean heard) {
      if (message == null) {
        forgotten++;
        return;
      }
      switch (message.state()) {
        case MessageState.Delivered _ -> {
          delivered++;
          untrue += copies == 0 && !heard ? 1 : 0;
          delivered(message);
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

    private void delivered(Message message) {
      boolean bySpeech = message.attempts().stream().anyMatch(Tally::spoke);
      boolean byText =
          message.attempts().stream().anyMatch(a -> a.choice().channel() == Channel.SMS);
      spoken += bySpeech ? 1 : 0;
      if (bySpeech && byText) {
        escalated++;
        called = message.spec().id();
      } else if (message.attempts().size() > 1) {
        rescued++;
        example = byText ? message.spec().id() : example;
      }
    }

    private static boolean spoke(Attempt attempt) {
      return attempt.choice().channel() == Channel.VOICE
          && attempt.verdict() instanceof Verdict.Arrived;
    }

    private static boolean explains(Attempt attempt) {
      return attempt.verdict() instanceof Verdict.InDoubt
          || attempt.verdict() instanceof Verdict.Silent
          || (attempt.verdict() instanceof Verdict.Arrived && attempt.answeredAtMillis() != 0);
    }
  }
}
