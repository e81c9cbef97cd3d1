package io.strowger.sip.call;

/** What the end of a call means for the message that it was to carry. */
public enum Disposition {
  /** Answered, media came, and the script was heard to its end. */
  COMPLETED("heard"),
  /** A person refused the call. */
  USER_SAID_NO("refused by the user"),
  BUSY("busy"),
  /** It rang, or the handset could not be reached: no other trunk would do better. */
  NO_ANSWER("no answer"),
  NUMBER_DOES_NOT_EXIST("the number does not exist"),
  /** This trunk could not; another may. */
  RETRY_OTHER_TRUNK("not through this trunk"),
  /** Too much at once, here or there. */
  THROTTLED("throttled"),
  /** We, or the carrier, are set up wrongly: another trunk, and an operator must look. */
  CONFIGURATION_FAULT("set up wrongly"),
  /** The time was up before the first word, or before the last. */
  DEADLINE("the time was up"),
  /** Taken back by the one who asked for it. */
  CANCELLED("taken back"),
  /** Answered, but nothing was ever heard from the far end. */
  NO_MEDIA("answered without media"),
  /** Answered and hung up before the script had been heard. */
  HUNG_UP_EARLY("hung up before it was heard");

  private final String text;

  Disposition(String text) {
    this.text = text;
  }

  /** For operators. */
  public String text() {
    return text;
  }

  /** Whether the far end's network was reached: counted as such by NER (ITU-T E.425). */
  public boolean networkEffective() {
    return switch (this) {
      case COMPLETED, USER_SAID_NO, BUSY, NO_ANSWER, HUNG_UP_EARLY -> true;
      default -> false;
    };
  }
}
