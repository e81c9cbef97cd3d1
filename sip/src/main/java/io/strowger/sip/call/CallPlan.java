package io.strowger.sip.call;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call over one trunk, as it is to be made.
 *
 * @param reference the owner's own name for it
 * @param offer our session description
 * @param answerByMillis epoch; an answer from then on is hung up before the first word
 * @param deadlineMillis epoch; from then on nothing is played
 */
public record CallPlan(
    String reference,
    @Nullable String trunk,
    Addressing addressing,
    Identity identity,
    String offer,
    List<DigestCredentials> credentials,
    Features features,
    CallLimits limits,
    long answerByMillis,
    long deadlineMillis) {

  public CallPlan {
    credentials = List.copyOf(credentials);
  }

  /** For a call that will offer nothing more. */
  CallPlan offered() {
    return new CallPlan(
        reference,
        trunk,
        addressing,
        identity,
        "",
        credentials,
        features,
        limits,
        answerByMillis,
        deadlineMillis);
  }

  /** No later than this may anybody be spoken to. */
  long answerByOrDeadlineMillis() {
    return Math.min(answerByMillis, deadlineMillis);
  }

  /**
   * Who calls whom, as the trunk wants it written.
   *
   * @param from and to: name-addr without tag
   * @param contact where we are reached, a name-addr
   * @param routes pre-loaded Route values, for an outbound proxy
   * @param headers more of the INVITE: identity, privacy
   */
  public record Addressing(
      String requestUri,
      String from,
      String to,
      String contact,
      List<String> routes,
      List<DigestSession.Header> headers) {
    public Addressing {
      routes = List.copyOf(routes);
      headers = List.copyOf(headers);
    }

    /** Numbers stay out of logs. */
    @Override
    public String toString() {
      return "Addressing[]";
    }
  }

  /** Random tokens. */
  public record Identity(String callId, String fromTag, String cnonce) {}

  /**
   * What we offer to do.
   *
   * @param reliable reliable provisional answers (RFC 3262)
   * @param sessionSeconds session timer (RFC 4028), 0 for none or 90 and more
   * @param redirectsMax 3xx answers that are followed, 0 for none; never to another number
   */
  public record Features(boolean reliable, int sessionSeconds, int redirectsMax, String userAgent) {
    public static final Features DEFAULT = new Features(true, 1_800, 0, "Strowger");
  }

  @Override
  public String toString() {
    return "CallPlan[" + reference + " over " + trunk + "]";
  }
}
