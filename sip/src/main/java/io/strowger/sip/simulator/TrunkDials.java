package io.strowger.sip.simulator;

import java.time.Duration;
import java.util.Map;

// Longer than a page because every dial has a field, a setter and a description here.
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
 * @param optionsStatus answer to OPTIONS, 200 to 699; 0 gives none
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
    int optionsStatus) {
  public static final TrunkDials DEFAULT = new Builder().build();

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

  public static Builder builder() {
    return new Builder();
  }

  public Builder toBuilder() {
    return new Builder(this);
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

  /** Collects changes; {@link #build()} checks them. */
  public static final class Builder {
    private double throttleAbove;
    private long callsMax;
    private double unansweredRatio;
    private Delay responseDelay;
    private double refuseRatio;
    private int refuseStatus;
    private Map<String, Integer> refuseByPrefix;
    private Ringing ringing;
    private Delay ringingDelay;
    private boolean earlyMedia;
    private boolean reliable;
    private Delay answerDelay;
    private double noAnswerRatio;
    private double queueRatio;
    private Delay queueDelay;
    private boolean lateAnswer;
    private double silentRatio;
    private Map<String, Double> silentByPrefix;
    private double hangUpRatio;
    private double ringbackRatio;
    private double voicemailRatio;
    private String keys;
    private Delay keyDelay;
    private KeyMode keyMode;
    private Duration hangUpAfter;
    private String user;
    private String password;
    private DigestForm digest;
    private int optionsStatus;

    private Builder() {
      throttleAbove = 0;
      callsMax = 0;
      unansweredRatio = 0;
      responseDelay = Delay.NONE;
      refuseRatio = 0;
      refuseStatus = 503;
      refuseByPrefix = Map.of();
      ringing = Ringing.RINGING;
      ringingDelay = Delay.constant(Duration.ofMillis(100));
      earlyMedia = false;
      reliable = false;
      answerDelay = Delay.constant(Duration.ofSeconds(1));
      noAnswerRatio = 0;
      queueRatio = 0;
      queueDelay = Delay.constant(Duration.ofSeconds(60));
      lateAnswer = false;
      silentRatio = 0;
      silentByPrefix = Map.of();
      hangUpRatio = 0;
      ringbackRatio = 0;
      voicemailRatio = 0;
      keys = "1";
      keyDelay = Delay.constant(Duration.ofSeconds(2));
      keyMode = KeyMode.EVENTS;
      hangUpAfter = Duration.ZERO;
      user = "";
      password = "";
      digest = DigestForm.MD5;
      optionsStatus = 200;
    }

    private Builder(TrunkDials dials) {
      throttleAbove = dials.throttleAbove;
      callsMax = dials.callsMax;
      unansweredRatio = dials.unansweredRatio;
      responseDelay = dials.responseDelay;
      refuseRatio = dials.refuseRatio;
      refuseStatus = dials.refuseStatus;
      refuseByPrefix = dials.refuseByPrefix;
      ringing = dials.ringing;
      ringingDelay = dials.ringingDelay;
      earlyMedia = dials.earlyMedia;
      reliable = dials.reliable;
      answerDelay = dials.answerDelay;
      noAnswerRatio = dials.noAnswerRatio;
      queueRatio = dials.queueRatio;
      queueDelay = dials.queueDelay;
      lateAnswer = dials.lateAnswer;
      silentRatio = dials.silentRatio;
      silentByPrefix = dials.silentByPrefix;
      hangUpRatio = dials.hangUpRatio;
      ringbackRatio = dials.ringbackRatio;
      voicemailRatio = dials.voicemailRatio;
      keys = dials.keys;
      keyDelay = dials.keyDelay;
      keyMode = dials.keyMode;
      hangUpAfter = dials.hangUpAfter;
      user = dials.user;
      password = dials.password;
      digest = dials.digest;
      optionsStatus = dials.optionsStatus;
    }

    /** See {@link TrunkDials#throttleAbove()}. */
    public Builder throttleAbove(double value) {
      throttleAbove = value;
      return this;
    }

    /** See {@link TrunkDials#callsMax()}. */
    public Builder callsMax(long value) {
      callsMax = value;
      return this;
    }

    /** See {@link TrunkDials#unansweredRatio()}. */
    public Builder unansweredRatio(double value) {
      unansweredRatio = value;
      return this;
    }

    /** See {@link TrunkDials#responseDelay()}. */
    public Builder responseDelay(Delay value) {
      responseDelay = value;
      return this;
    }

    /** See {@link TrunkDials#refuseRatio()}. */
    public Builder refuseRatio(double value) {
      refuseRatio = value;
      return this;
    }

    /** See {@link TrunkDials#refuseStatus()}. */
    public Builder refuseStatus(int value) {
      refuseStatus = value;
      return this;
    }

    /** See {@link TrunkDials#refuseByPrefix()}. */
    public Builder refuseByPrefix(Map<String, Integer> value) {
      refuseByPrefix = value;
      return this;
    }

    /** See {@link TrunkDials#ringing()}. */
    public Builder ringing(Ringing value) {
      ringing = value;
      return this;
    }

    /** See {@link TrunkDials#ringingDelay()}. */
    public Builder ringingDelay(Delay value) {
      ringingDelay = value;
      return this;
    }

    /** See {@link TrunkDials#earlyMedia()}. */
    public Builder earlyMedia(boolean value) {
      earlyMedia = value;
      return this;
    }

    /** See {@link TrunkDials#reliable()}. */
    public Builder reliable(boolean value) {
      reliable = value;
      return this;
    }

    /** See {@link TrunkDials#answerDelay()}. */
    public Builder answerDelay(Delay value) {
      answerDelay = value;
      return this;
    }

    /** See {@link TrunkDials#noAnswerRatio()}. */
    public Builder noAnswerRatio(double value) {
      noAnswerRatio = value;
      return this;
    }

    /** See {@link TrunkDials#queueRatio()}. */
    public Builder queueRatio(double value) {
      queueRatio = value;
      return this;
    }

    /** See {@link TrunkDials#queueDelay()}. */
    public Builder queueDelay(Delay value) {
      queueDelay = value;
      return this;
    }

    /** See {@link TrunkDials#lateAnswer()}. */
    public Builder lateAnswer(boolean value) {
      lateAnswer = value;
      return this;
    }

    /** See {@link TrunkDials#silentRatio()}. */
    public Builder silentRatio(double value) {
      silentRatio = value;
      return this;
    }

    /** See {@link TrunkDials#silentByPrefix()}. */
    public Builder silentByPrefix(Map<String, Double> value) {
      silentByPrefix = value;
      return this;
    }

    /** See {@link TrunkDials#hangUpRatio()}. */
    public Builder hangUpRatio(double value) {
      hangUpRatio = value;
      return this;
    }

    /** See {@link TrunkDials#ringbackRatio()}. */
    public Builder ringbackRatio(double value) {
      ringbackRatio = value;
      return this;
    }

    /** See {@link TrunkDials#voicemailRatio()}. */
    public Builder voicemailRatio(double value) {
      voicemailRatio = value;
      return this;
    }

    /** See {@link TrunkDials#keys()}. */
    public Builder keys(String value) {
      keys = value;
      return this;
    }

    /** See {@link TrunkDials#keyDelay()}. */
    public Builder keyDelay(Delay value) {
      keyDelay = value;
      return this;
    }

    /** See {@link TrunkDials#keyMode()}. */
    public Builder keyMode(KeyMode value) {
      keyMode = value;
      return this;
    }

    /** See {@link TrunkDials#hangUpAfter()}. */
    public Builder hangUpAfter(Duration value) {
      hangUpAfter = value;
      return this;
    }

    /** See {@link TrunkDials#user()}. */
    public Builder user(String value) {
      user = value;
      return this;
    }

    /** See {@link TrunkDials#password()}. */
    public Builder password(String value) {
      password = value;
      return this;
    }

    /** See {@link TrunkDials#digest()}. */
    public Builder digest(DigestForm value) {
      digest = value;
      return this;
    }

    /** See {@link TrunkDials#optionsStatus()}. */
    public Builder optionsStatus(int value) {
      optionsStatus = value;
      return this;
    }

    /**
     * Checks and gives them.
     *
     * @throws IllegalArgumentException naming the dial that is out of range
     */
    public TrunkDials build() {
      return new TrunkDials(
          throttleAbove,
          callsMax,
          unansweredRatio,
          responseDelay,
          refuseRatio,
          refuseStatus,
          refuseByPrefix,
          ringing,
          ringingDelay,
          earlyMedia,
          reliable,
          answerDelay,
          noAnswerRatio,
          queueRatio,
          queueDelay,
          lateAnswer,
          silentRatio,
          silentByPrefix,
          hangUpRatio,
          ringbackRatio,
          voicemailRatio,
          keys,
          keyDelay,
          keyMode,
          hangUpAfter,
          user,
          password,
          digest,
          optionsStatus);
    }
  }
}
