package io.strowger.gateway.voice;

import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.PromptPack;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One carrier that calls, over real trunks or simulated ones. Any thread may call it; every {@link
 * Order} has exactly one {@link Ended} as its answer.
 *
 * @param <S> how a carrier of this kind is set up
 */
public interface CallCarrier<S> {
  void place(List<Order> batch);

  /** Ends calls that are on their way; one that is over already is left alone. */
  void hangUp(List<String> references);

  /** Takes no new calls; those on their way go on. */
  void drain();

  void resume();

  void reconfigure(S next);

  Status status();

  /** Hangs up what is on its way; completes when every order has its answer. */
  CompletionStage<Void> stop();

  /**
   * @param reference unique among the calls on their way
   * @param number E.164 digits without +
   * @param answerByMillis epoch milliseconds: an answer from then on is hung up before a word
   * @param deadlineMillis epoch milliseconds: from then on nothing is said
   * @param avoidTrunk not to be used while another is up; null for none
   */
  record Order(
      String reference,
      String number,
      CallScript script,
      PromptPack pack,
      long answerByMillis,
      long deadlineMillis,
      long maxRingMillis,
      long maxCallMillis,
      @Nullable String avoidTrunk) {

    /** Without the number and the code. */
    @Override
    public String toString() {
      return "Order[" + reference + "]";
    }
  }

  /**
   * @param code stable and machine-readable, such as {@code sip:486}
   * @param reading for people, without a number
   * @param evidence without what keys mean, which is the script's owner's to say
   * @param keys as pressed, never to be logged or kept
   */
  record Ended(
      String reference,
      @Nullable String trunk,
      CallEnding ending,
      String code,
      String reading,
      CallEvidence evidence,
      String keys) {
    @Override
    public String toString() {
      return "Ended[" + reference + ", " + ending + ", " + code + "]";
    }
  }

  /**
   * As operators see it.
   *
   * @param ownCertificateEndsMillis of the certificate that we show, epoch milliseconds; 0 without
   */
  record Status(
      String carrier,
      boolean usable,
      boolean drained,
      int callsInProgress,
      List<TrunkStatus> trunks,
      long ownCertificateEndsMillis) {}

  /**
   * What a server of a trunk showed at its last TLS handshake.
   *
   * @param endsMillis epoch milliseconds
   * @param fingerprint SHA-256, in hexadecimal
   * @param accepted the handshake was completed
   */
  record Shown(
      String address, long endsMillis, String fingerprint, String subject, boolean accepted) {}

  /**
   * @param state UP, DOWN, REGISTERING or PAUSED
   * @param sinceMillis when the state was first seen, epoch milliseconds
   * @param pausedUntilMillis as the carrier asked, epoch milliseconds; 0 for no pause
   * @param refused the carrier refused to register us, or our credentials; also while it is UP
   * @param firstRefused with what its first credentials were refused, while the second are accepted
   * @param certificates of its servers, those over TLS; that of {@code address} first
   */
  record TrunkStatus(
      String trunk,
      String address,
      String state,
      int callsInProgress,
      int callsMax,
      long sinceMillis,
      long pausedUntilMillis,
      @Nullable String lastError,
      boolean refused,
      @Nullable String firstRefused,
      List<Shown> certificates) {}

  /** Hears of the calls; called on the carrier's thread: must not block. */
  interface Listener {
    void progress(String reference, String trunk, boolean ringing, boolean answered);

    void ended(Ended ended);

    void changed(Status status);

    /** A trunk could not, and another is tried; not the end. */
    default void diverted(Ended failed) {}

    /** A call to a number of our own keyed these; never to be logged. */
    default void keyed(String keys) {}

    /** Of an answered call, before its end. */
    default void sound(String reference, String trunk, Sound sound) {}
  }

  /**
   * What came in over RTP, and what the far end says of ours.
   *
   * @param lost share of the packets, 0 to 1
   * @param farLost as last reported, 0 to 1; negative when it never was
   * @param farJitterMillis negative when it was never reported
   */
  record Sound(
      long packetsReceived,
      double lost,
      double jitterMillis,
      double farLost,
      double farJitterMillis) {}

  /** Starts carriers; the listener may be called before {@code start} returns. */
  @FunctionalInterface
  interface Launcher<S> {
    CallCarrier<S> start(String carrier, S settings, Listener listener);
  }
}
