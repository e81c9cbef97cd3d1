package io.strowger.smpp.link;

import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.session.LinkCommand;
import io.strowger.smpp.session.SessionSettings;
import org.jspecify.annotations.Nullable;

/** Which password and which certificate a bind uses now, where there are two. */
final class LinkTurns {
  private CredentialTurn credential = CredentialTurn.FIRST;
  private CertificateTurn certificate = CertificateTurn.FIRST;

  /** The bind as it is to be made. */
  SessionSettings session(BindPlan plan) {
    return plan.session(credential.second());
  }

  /** The link as it is to be connected. */
  Link link(BindPlan plan) {
    return certificate.of(plan.link());
  }

  void accepted() {
    credential = credential.accepted();
    certificate = certificate.accepted();
  }

  /**
   * Takes new settings.
   *
   * @param up there is a bind
   * @return whether the next bind would be made with the same credentials
   */
  boolean configure(BindPlan next, BindPlan before, boolean up) {
    CredentialTurn then = credential.under(next, before);
    boolean same = up ? credential.isSame(before, then, next) : next.sameCredentials(before);
    credential = then;
    certificate = certificate.under(next.link(), before.link());
    return same;
  }

  /** Whether this bind_resp is turned to the other credential. */
  boolean refused(BindPlan plan, int bindStatus, String why) {
    boolean meant = plan.second() != null && CredentialTurn.isMeant(bindStatus);
    credential = meant ? credential.refused(bindStatus, why) : credential;
    return meant;
  }

  CredentialTurn credential() {
    return credential;
  }

  /** Whether this end of a connection that was never bound is turned to the other certificate. */
  boolean refused(BindPlan plan, LinkCommand.Ended ended, boolean handshakeDone) {
    boolean meant =
        ended.bindStatus() == 0
            && CertificateTurn.isMeant(plan.link(), ended.cause(), handshakeDone);
    certificate = meant ? certificate.refused(link(plan), ended.cause()) : certificate;
    return meant;
  }

  CertificateTurn certificate() {
    return certificate;
  }

  /** With what the firsts were refused whose seconds are in use; null when none was. */
  @Nullable String firstRefused() {
    String password = credential.second() ? credential.firstRefused() : null;
    String shown = certificate.second() ? certificate.firstRefused() : null;
    return password == null || shown == null
        ? password == null ? shown : password
        : password + "; " + shown;
  }
}
