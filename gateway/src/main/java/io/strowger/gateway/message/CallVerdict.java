package io.strowger.gateway.message;

import io.strowger.gateway.message.Refusal.Disposition;

/**
 * From the evidence of a call to a verdict on its attempt. An answer is not an arrival: only a call
 * that was played to its end to somebody who was heard, or confirmed by a key, counts.
 */
final class CallVerdict {
  private static final Refusal NO_ANSWER_GIVEN =
      refusal("no-key", "answered, and no key was pressed", Disposition.OTHER_CHANNEL);
  private static final Refusal VOICEMAIL =
      refusal("voicemail", "a recorder answered", Disposition.OTHER_CHANNEL);
  private static final Refusal FALSE_ANSWER =
      refusal("false-answer", "ringing went on after the answer", Disposition.RETRY_SAME_ROUTE);
  private static final Refusal SILENT =
      refusal("no-media", "answered, and nobody was heard", Disposition.RETRY_SAME_ROUTE);
  private static final Refusal EARLY =
      refusal("hung-up-early", "over before the code was said", Disposition.RETRY_SAME_ROUTE);

  static final Verdict TIME_OVER = new Verdict.NotSent("the time to live was over");

  private CallVerdict() {}

  static Verdict of(Plan.Purpose purpose, MessageEvent.CallEnded ended, long throttledUntil) {
    CallEvidence evidence = ended.evidence();
    if (purpose == Plan.Purpose.APPROVAL ? evidence.answer() != null : hasArrived(evidence)) {
      return new Verdict.Arrived();
    }
    return switch (ended.ending()) {
      case COMPLETED -> new Verdict.Refused(unproven(purpose, evidence));
      case USER_SAID_NO, BUSY, NO_ANSWER -> refused(ended, Disposition.OTHER_CHANNEL);
      case NUMBER_DOES_NOT_EXIST -> refused(ended, Disposition.PERMANENT_FOR_NUMBER);
      case OTHER_TRUNK -> refused(ended, Disposition.OTHER_ROUTE);
      case CONFIGURATION_FAULT -> refused(ended, Disposition.CONFIGURATION_FAULT);
      case THROTTLED ->
          new Verdict.Throttled(
              new Refusal(ended.code(), ended.reading(), Disposition.THROTTLE), throttledUntil);
      case DEADLINE -> TIME_OVER;
      case CANCELLED -> new Verdict.NotSent("withdrawn");
      case NO_MEDIA -> new Verdict.Refused(SILENT);
      case HUNG_UP_EARLY -> new Verdict.Refused(evidence.voicemail() ? VOICEMAIL : EARLY);
    };
  }

  private static boolean hasArrived(CallEvidence evidence) {
    return evidence.answered() && evidence.playedToEnd() && evidence.heardByAPerson();
  }

  /** Played to its end, and yet: what is missing. */
  private static Refusal unproven(Plan.Purpose purpose, CallEvidence evidence) {
    if (evidence.voicemail()) {
      return VOICEMAIL;
    }
    if (evidence.ringback()) {
      return FALSE_ANSWER;
    }
    if (!evidence.mediaSeen() || evidence.silent()) {
      return SILENT;
    }
    return purpose == Plan.Purpose.APPROVAL ? NO_ANSWER_GIVEN : EARLY;
  }

  private static Verdict refused(MessageEvent.CallEnded ended, Disposition disposition) {
    return new Verdict.Refused(new Refusal(ended.code(), ended.reading(), disposition));
  }

  private static Refusal refusal(String code, String reading, Disposition disposition) {
    return new Refusal("voice:" + code, reading, disposition);
  }
}
