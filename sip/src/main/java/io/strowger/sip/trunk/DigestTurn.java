package io.strowger.sip.trunk;

import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.call.DigestSession;
import io.strowger.sip.call.DigestSession.Dropped;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.call.FinalCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which of a trunk's credentials are shown first: those that were accepted last, until they are
 * refused; for its calls and its registration together. On the engine's thread.
 *
 * <pre>
 * one refused, the other not ──> the other, within the same call
 * both refused               ──> each call tries one, in turn: carriers lock accounts that insist,
 *                                both again after ten minutes
 * </pre>
 */
final class DigestTurn {
  /** Where a try is not likely to help, it is made only after so long. */
  private static final long AGAIN_MILLIS = 600_000;

  private final List<DigestCredentials> all;
  private final List<DigestCredentials> order;
  private final Map<DigestCredentials, Refusal> refusals = new HashMap<>();
  private @Nullable DigestCredentials accepted;

  /**
   * @param barred tried because the others met a 403, which was about something else then
   */
  private record Refusal(String why, long atMillis, boolean barred) {}

  /**
   * @param all as the settings name them, the first first
   */
  DigestTurn(List<DigestCredentials> all) {
    this.all = List.copyOf(all);
    order = new ArrayList<>(all);
  }

  /** For a call or a registration that begins now. */
  List<DigestCredentials> inOrder(long now) {
    List<DigestCredentials> worth = new ArrayList<>();
    for (DigestCredentials one : order) {
      DigestCredentials before = null;
      for (DigestCredentials other : worth) {
        before = before == null && sameRealm(one, other) ? other : before;
      }
      Refusal refusal = refusals.get(one);
      if (before == null
          || refusal == null
          || now - refusal.atMillis() >= AGAIN_MILLIS
          || !(refusal.barred() || refusals.containsKey(before))) {
        worth.add(one);
      }
    }
    return worth;
  }

  private static boolean sameRealm(DigestCredentials one, DigestCredentials other) {
    return Objects.equals(one.realm(), other.realm());
  }

  /**
   * What a session dropped since it was seen before.
   *
   * @param request INVITE or REGISTER
   */
  void dropped(DigestSession before, DigestSession after, String request, long now) {
    for (Dropped each : after.dropped().subList(before.dropped().size(), after.dropped().size())) {
      if (!each.forbidden()) {
        boolean barred = after.dropped().stream().anyMatch(Dropped::forbidden);
        String why = request + " was answered 401: credentials refused";
        refuse(each.credentials(), new Refusal(why, now, barred));
      }
    }
  }

  /** It went further than those that are refused. */
  void accepted(DigestSession session, String request, long now) {
    for (Dropped each : session.dropped()) {
      if (each.forbidden() && !session.inUse().isEmpty()) {
        refuse(each.credentials(), new Refusal(request + " was answered 403", now, false));
      }
    }
    for (DigestCredentials one : session.inUse()) {
      accepted = one;
      refusals.remove(one);
      order.remove(one);
      order.addFirst(one);
    }
  }

  private void refuse(DigestCredentials one, Refusal refusal) {
    refusals.put(one, refusal);
    accepted = one.equals(accepted) ? null : accepted;
    if (order.remove(one)) {
      order.addLast(one);
    }
  }

  /** With what the first were refused; null unless others were accepted since. */
  @Nullable String firstRefused() {
    if (accepted == null || accepted.equals(all.getFirst())) {
      return null;
    }
    Refusal refusal = refusals.get(all.getFirst());
    return refusal == null ? null : refusal.why();
  }

  /** Whether a call ended for what it showed. */
  static boolean refused(CallReport report, DigestSession shown) {
    return FinalCode.isAboutCredentials(report.outcome().sipStatus())
        // What was forbidden first may be barred, whoever asks.
        && shown.dropped().stream().noneMatch(Dropped::forbidden);
  }

  /** A call went further than those that are refused; what else ends a call may come before. */
  static boolean letIn(CallReport report) {
    Disposition disposition = report.outcome().disposition();
    return report.evidence().ringing()
        || report.evidence().answered()
        || disposition.networkEffective()
        || disposition == Disposition.NUMBER_DOES_NOT_EXIST;
  }
}
