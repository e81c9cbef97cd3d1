package io.strowger.smpp.link;

import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/**
 * Which of a carrier's two credentials a bind uses: the other one after each refusal of the
 * credential, and the one that was accepted until it is refused.
 *
 * @param second the second one is in use, or will be at the next attempt
 * @param refusals in a row, since the last accepted bind
 * @param passing a refusal of this pair of attempts may mend itself
 * @param firstRefused with what the first was refused last; null since it was accepted, or when it
 *     was not tried
 */
record CredentialTurn(
    boolean second, int refusals, boolean passing, @Nullable String firstRefused) {
  static final CredentialTurn FIRST = new CredentialTurn(false, 0, false, null);

  /**
   * Whether this command_status may be due to system_id or password: those that say so, and
   * ESME_RBINDFAIL, with which many carriers do not say which (SMPP 3.4 section 5.1.3).
   */
  static boolean isMeant(int bindStatus) {
    return bindStatus == CommandStatus.ESME_RINVPASWD.value()
        || bindStatus == CommandStatus.ESME_RINVSYSID.value()
        || bindStatus == CommandStatus.ESME_RBINDFAIL.value();
  }

  /** The credential in use was refused, and there is another. */
  CredentialTurn refused(int bindStatus, String why) {
    boolean mends = bindStatus == CommandStatus.ESME_RBINDFAIL.value();
    return new CredentialTurn(
        !second,
        refusals + 1,
        mends || (refusals % 2 == 1 && passing),
        second ? firstRefused : why);
  }

  CredentialTurn accepted() {
    return new CredentialTurn(second, 0, false, second ? firstRefused : null);
  }

  /** One of the two was refused, and the other is to be tried before the usual pause. */
  boolean isHalfWay() {
    return refusals % 2 == 1;
  }

  /** The other credential may still be accepted, so the carrier does not refuse us yet. */
  boolean isFirstRefusal() {
    return refusals == 1;
  }

  /** Whether this under a plan is the same credential as another turn under another plan. */
  boolean isSame(BindPlan plan, CredentialTurn other, BindPlan otherPlan) {
    return plan.session(second).bindsAs(otherPlan.session(other.second));
  }

  /** What remains of this when the settings change. */
  CredentialTurn under(BindPlan next, BindPlan before) {
    if (next.sameCredentials(before)) {
      return this;
    }
    SessionSettings used = before.session(second);
    SessionSettings other = next.second();
    if (!next.session().bindsAs(used) && other != null && other.bindsAs(used)) {
      boolean sameFirst = next.session().bindsAs(before.session());
      return new CredentialTurn(true, 0, false, sameFirst ? firstRefused : null);
    }
    return FIRST;
  }
}
