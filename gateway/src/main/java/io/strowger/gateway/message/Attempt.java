package io.strowger.gateway.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try on one route. Written to the store before anything is sent.
 *
 * @param ordinal 1 for the first attempt
 * @param submits how often the same route was tried on this record: the carrier throttled, or
 *     refused for a passing reason
 * @param link which link carried it; null until a carrier answered or the link died
 * @param carrierIds the carrier's ids in canonical form, one for each part; empty until accepted
 * @param receiptsExpected how many final receipts tell that it arrived: one for each part, or 1
 *     from a carrier that reports a long message once
 * @param partsDelivered bit set: bit n is set once part n has a receipt that says delivered
 * @param call what was seen of the call; null for a text, and while a call has shown nothing
 * @param startedAtMillis, answeredAtMillis, endedAtMillis epoch milliseconds, 0 while unknown
 */
public record Attempt(
    int ordinal,
    RouteChoice choice,
    int submits,
    @Nullable String link,
    List<String> carrierIds,
    int receiptsExpected,
    long partsDelivered,
    Verdict verdict,
    @Nullable CallEvidence call,
    long startedAtMillis,
    long answeredAtMillis,
    long endedAtMillis) {

  /** An attempt by text. */
  public Attempt(
      int ordinal,
      RouteChoice choice,
      int submits,
      @Nullable String link,
      List<String> carrierIds,
      int receiptsExpected,
      long partsDelivered,
      Verdict verdict,
      long startedAtMillis,
      long answeredAtMillis,
      long endedAtMillis) {
    this(
        ordinal,
        choice,
        submits,
        link,
        carrierIds,
        receiptsExpected,
        partsDelivered,
        verdict,
        null,
        startedAtMillis,
        answeredAtMillis,
        endedAtMillis);
  }

  /** A copy on which nobody depends: the message does not wait for it. */
  public boolean isProbe() {
    return choice.reason() == RouteChoice.Reason.PROBE;
  }

  /** A call that nobody answered while there was time; how long it rang is in its evidence. */
  public boolean rangUntilItsDeadline() {
    return verdict.equals(CallVerdict.TIME_OVER)
        && call != null
        && call.ringing()
        && !call.answered();
  }
}
