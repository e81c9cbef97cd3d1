package io.strowger.sip.simulator;

import io.strowger.sip.simulator.TrunkDials.DigestForm;
import io.strowger.sip.simulator.TrunkDials.KeyMode;
import io.strowger.sip.simulator.TrunkDials.MediaSecurity;
import io.strowger.sip.simulator.TrunkDials.Ringing;
import java.time.Duration;
import java.util.Map;

/** Collects changes of {@link TrunkDials}; {@link #build()} checks them. */
public final class TrunkDialsBuilder {
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
  private MediaSecurity srtp;
  private int optionsStatus;
  private Map<String, String> ownNumbers;

  TrunkDialsBuilder() {
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
    srtp = MediaSecurity.AS_OFFERED;
    optionsStatus = 200;
    ownNumbers = Map.of();
  }

  TrunkDialsBuilder(TrunkDials dials) {
    throttleAbove = dials.throttleAbove();
    callsMax = dials.callsMax();
    unansweredRatio = dials.unansweredRatio();
    responseDelay = dials.responseDelay();
    refuseRatio = dials.refuseRatio();
    refuseStatus = dials.refuseStatus();
    refuseByPrefix = dials.refuseByPrefix();
    ringing = dials.ringing();
    ringingDelay = dials.ringingDelay();
    earlyMedia = dials.earlyMedia();
    reliable = dials.reliable();
    answerDelay = dials.answerDelay();
    noAnswerRatio = dials.noAnswerRatio();
    queueRatio = dials.queueRatio();
    queueDelay = dials.queueDelay();
    lateAnswer = dials.lateAnswer();
    silentRatio = dials.silentRatio();
    silentByPrefix = dials.silentByPrefix();
    hangUpRatio = dials.hangUpRatio();
    ringbackRatio = dials.ringbackRatio();
    voicemailRatio = dials.voicemailRatio();
    keys = dials.keys();
    keyDelay = dials.keyDelay();
    keyMode = dials.keyMode();
    hangUpAfter = dials.hangUpAfter();
    user = dials.user();
    password = dials.password();
    digest = dials.digest();
    srtp = dials.srtp();
    optionsStatus = dials.optionsStatus();
    ownNumbers = dials.ownNumbers();
  }

  /** See {@link TrunkDials#throttleAbove()}. */
  public TrunkDialsBuilder throttleAbove(double value) {
    throttleAbove = value;
    return this;
  }

  /** See {@link TrunkDials#callsMax()}. */
  public TrunkDialsBuilder callsMax(long value) {
    callsMax = value;
    return this;
  }

  /** See {@link TrunkDials#unansweredRatio()}. */
  public TrunkDialsBuilder unansweredRatio(double value) {
    unansweredRatio = value;
    return this;
  }

  /** See {@link TrunkDials#responseDelay()}. */
  public TrunkDialsBuilder responseDelay(Delay value) {
    responseDelay = value;
    return this;
  }

  /** See {@link TrunkDials#refuseRatio()}. */
  public TrunkDialsBuilder refuseRatio(double value) {
    refuseRatio = value;
    return this;
  }

  /** See {@link TrunkDials#refuseStatus()}. */
  public TrunkDialsBuilder refuseStatus(int value) {
    refuseStatus = value;
    return this;
  }

  /** See {@link TrunkDials#refuseByPrefix()}. */
  public TrunkDialsBuilder refuseByPrefix(Map<String, Integer> value) {
    refuseByPrefix = value;
    return this;
  }

  /** See {@link TrunkDials#ringing()}. */
  public TrunkDialsBuilder ringing(Ringing value) {
    ringing = value;
    return this;
  }

  /** See {@link TrunkDials#ringingDelay()}. */
  public TrunkDialsBuilder ringingDelay(Delay value) {
    ringingDelay = value;
    return this;
  }

  /** See {@link TrunkDials#earlyMedia()}. */
  public TrunkDialsBuilder earlyMedia(boolean value) {
    earlyMedia = value;
    return this;
  }

  /** See {@link TrunkDials#reliable()}. */
  public TrunkDialsBuilder reliable(boolean value) {
    reliable = value;
    return this;
  }

  /** See {@link TrunkDials#answerDelay()}. */
  public TrunkDialsBuilder answerDelay(Delay value) {
    answerDelay = value;
    return this;
  }

  /** See {@link TrunkDials#noAnswerRatio()}. */
  public TrunkDialsBuilder noAnswerRatio(double value) {
    noAnswerRatio = value;
    return this;
  }

  /** See {@link TrunkDials#queueRatio()}. */
  public TrunkDialsBuilder queueRatio(double value) {
    queueRatio = value;
    return this;
  }

  /** See {@link TrunkDials#queueDelay()}. */
  public TrunkDialsBuilder queueDelay(Delay value) {
    queueDelay = value;
    return this;
  }

  /** See {@link TrunkDials#lateAnswer()}. */
  public TrunkDialsBuilder lateAnswer(boolean value) {
    lateAnswer = value;
    return this;
  }

  /** See {@link TrunkDials#silentRatio()}. */
  public TrunkDialsBuilder silentRatio(double value) {
    silentRatio = value;
    return this;
  }

  /** See {@link TrunkDials#silentByPrefix()}. */
  public TrunkDialsBuilder silentByPrefix(Map<String, Double> value) {
    silentByPrefix = value;
    return this;
  }

  /** See {@link TrunkDials#hangUpRatio()}. */
  public TrunkDialsBuilder hangUpRatio(double value) {
    hangUpRatio = value;
    return this;
  }

  /** See {@link TrunkDials#ringbackRatio()}. */
  public TrunkDialsBuilder ringbackRatio(double value) {
    ringbackRatio = value;
    return this;
  }

  /** See {@link TrunkDials#voicemailRatio()}. */
  public TrunkDialsBuilder voicemailRatio(double value) {
    voicemailRatio = value;
    return this;
  }

  /** See {@link TrunkDials#keys()}. */
  public TrunkDialsBuilder keys(String value) {
    keys = value;
    return this;
  }

  /** See {@link TrunkDials#keyDelay()}. */
  public TrunkDialsBuilder keyDelay(Delay value) {
    keyDelay = value;
    return this;
  }

  /** See {@link TrunkDials#keyMode()}. */
  public TrunkDialsBuilder keyMode(KeyMode value) {
    keyMode = value;
    return this;
  }

  /** See {@link TrunkDials#hangUpAfter()}. */
  public TrunkDialsBuilder hangUpAfter(Duration value) {
    hangUpAfter = value;
    return this;
  }

  /** See {@link TrunkDials#user()}. */
  public TrunkDialsBuilder user(String value) {
    user = value;
    return this;
  }

  /** See {@link TrunkDials#password()}. */
  public TrunkDialsBuilder password(String value) {
    password = value;
    return this;
  }

  /** See {@link TrunkDials#digest()}. */
  public TrunkDialsBuilder digest(DigestForm value) {
    digest = value;
    return this;
  }

  /** See {@link TrunkDials#srtp()}. */
  public TrunkDialsBuilder srtp(MediaSecurity value) {
    srtp = value;
    return this;
  }

  /** See {@link TrunkDials#optionsStatus()}. */
  public TrunkDialsBuilder optionsStatus(int value) {
    optionsStatus = value;
    return this;
  }

  /** See {@link TrunkDials#ownNumbers()}. */
  public TrunkDialsBuilder ownNumbers(Map<String, String> value) {
    ownNumbers = value;
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
        srtp,
        optionsStatus,
        ownNumbers);
  }
}
