package io.strowger.sip.simulator;

import java.time.Duration;
import java.util.Map;

/**
 * All faults of a simulated trunk; immutable, replaced as a whole. A carrier without a fault is
 * {@link #DEFAULT}: it rings, a person answers, says a word and presses 1.
 *
 * @param throttleAbove INVITEs per second, above it 503; 0 never
 * @param callsMax calls at once, above it 503; 0 any number
 * @param unansweredRatio share of INVITEs that get no response at all, 0 to 1
 * @param responseDelay before the 100: median, or median/p95, for example 20ms/100ms
 * @param refuseRatio share of calls refused with refuse-status, 0 to 1
 * @param refuseStatus of a refusal, 300 to 699, for example 486, 503 or 603
 * @param refuseByPrefix the status of all calls to a prefix, the longest wins: 39333=503,44=486
 * @param ringing ringing (180), progress (183), queued (182) or none
 * @param ringingDelay from INVITE to the 18x: median, or median/p95
 * @param earlyMedia the 18x brings a ringback tone: true or false
 * @param reliable the 18x is sent reliably to who supports it: true or false
 * @param answerDelay from INVITE to the answer, or to a refusal: median, or median/p95
 * @param noAnswerRatio share of calls that ring until the caller gives up, 0 to 1
 * @param queueRatio share of calls held back for queue-delay before their answer, 0 to 1
 * @param queueDelay from INVITE to the answer of a call held back: median, or median/p95
 * @param lateAnswer a cancelled call is answered all the same: true or false
 * @param silentRatio share of calls answered without any media, 0 to 1
 * @param silentByPrefix the same by destination prefix, the longest wins: 39333=1,44=0.5
 * @param hangUpRatio share of calls answered and hung up at once, 0 to 1
 * @param ringbackRatio share of calls answered with a ringback tone that goes on, 0 to 1
 * @param voicemailRatio share of calls answered by a voicemail, 0 to 1
 * @param keys what a person presses, 0-9, * and #; empty for nothing
 * @param keyDelay from the answer to the first key, and between keys: median, or median/p95
 * @param keyMode events (RFC 4733), info (SIP INFO) or tones
 * @param hangUpAfter a person hangs up after that long; 0s never
 * @param user the name for digest authentication; empty for none
 * @param password the password for digest authentication
 * @param digest md5 or sha-256
 * @param srtp as-offered, required or refused; a call that offers otherwise gets 488
 * @param optionsStatus answer to OPTIONS, 200 to 699; 0 gives none
 * @param ownNumbers numbers of the clients' own, each with where its client listens for UDP: a call
 *     that a person would take comes back there, with its keys; 390299887766=127.0.0.1:5070
 */
public record TrunkDials(
    double throttleAbove,
    long callsMax,
    double unansweredRatio,
    Delay responseDelay,
    double refuseRatio,
    int refuseStatus,
    Map<String, Integer> refuseByPrefix,
    Ringing ringing,
    Delay ringingDelay,
    boolean earlyMedia,
    boolean reliable,
    Delay answerDelay,
    double noAnswerRatio,
    double queueRatio,
    Delay queueDelay,
    boolean lateAnswer,
    double silentRatio,
    Map<String, Double> silentByPrefix,
    double hangUpRatio,
    double ringbackRatio,
    double voicemailRatio,
    String keys,
    Delay keyDelay,
    KeyMode keyMode,
    Duration hangUpAfter,
    String user,
    String password,
    DigestForm digest,
    MediaSecurity srtp,
    int optionsStatus,
    Map<String, String> ownNumbers) {
  public static final TrunkDials DEFAULT = new TrunkDialsBuilder().build();

  /** The provisional answer of a call. */
  public enum Ringing {
    RINGING(180),
    PROGRESS(183),
    QUEUED(182),
    NONE(0);

    private final int status;

    Ringing(int status) {
      this.status = status;
    }

    int status() {
      return status;
    }
  }

  /** How keys are told. */
  public enum KeyMode {
    EVENTS,
    INFO,
    TONES
  }

  /** Whether audio is encrypted, by SDES (RFC 4568). */
  public enum MediaSecurity {
    AS_OFFERED,
    REQUIRED,
    REFUSED
  }

  /** Whether this offer is answered with encrypted audio; "" is an INVITE without one. */
  boolean encrypts(String offer) {
    return switch (srtp) {
      case AS_OFFERED -> offer.contains(" RTP/SAVP ");
      case REQUIRED -> true;
      case REFUSED -> false;
    };
  }

  /** The algorithm of a challenge. */
  public enum DigestForm {
    MD5("MD5"),
    SHA_256("SHA-256");

    private final String token;

    DigestForm(String token) {
      this.token = token;
    }

    String token() {
      return token;
    }
  }

  public TrunkDials {
    ratio("unanswered-ratio", unansweredRatio);
    ratio("refuse-ratio", refuseRatio);
    ratio("no-answer-ratio", noAnswerRatio);
    ratio("queue-ratio", queueRatio);
    ratio("silent-ratio", silentRatio);
    ratio("hang-up-ratio", hangUpRatio);
    ratio("ringback-ratio", ringbackRatio);
    ratio("voicemail-ratio", voicemailRatio);
    silentByPrefix = Map.copyOf(silentByPrefix);
    silentByPrefix.values().forEach(share -> ratio("silent-by-prefix", share));
    ownNumbers = Map.copyOf(ownNumbers);
    ownNumbers.values().forEach(Forwards::address);
    refuseByPrefix = Map.copyOf(refuseByPrefix);
    refuseByPrefix.values().forEach(status -> status("refuse-by-prefix", status, 300));
    status("refuse-status", refuseStatus, 300);
    if (optionsStatus != 0) {
      status("options-status", optionsStatus, 200);
    }
    if (!(throttleAbove >= 0) || callsMax < 0 || hangUpAfter.isNegative()) {
      throw new IllegalArgumentException(
          "throttle-above, calls-max and hang-up-after are not negative");
    }
    if (!keys.matches("[0-9*#]{0,32}")) {
      throw new IllegalArgumentException("keys are up to 32 of 0-9, * and #");
    }
  }

  public static TrunkDialsBuilder builder() {
    return new TrunkDialsBuilder();
  }

  public TrunkDialsBuilder toBuilder() {
    return new TrunkDialsBuilder(this);
  }

  /** Never shows the password. */
  @Override
  public String toString() {
    return "TrunkDials[user=" + user + "]";
  }

  private static void ratio(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is from 0 to 1, not " + value);
    }
  }

  private static void status(String name, int value, int min) {
    if (value < min || value > 699) {
      throw new IllegalArgumentException(name + " is from " + min + " to 699, not " + value);
    }
  }
}
