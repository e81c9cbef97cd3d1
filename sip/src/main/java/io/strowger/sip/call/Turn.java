package io.strowger.sip.call;

import io.strowger.sip.call.CallState.Over;
import io.strowger.sip.call.Leg.Kind;
import io.strowger.sip.call.Leg.Pending;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One step under way: the shared part of the state as it becomes, and what is to be done. */
final class Turn {
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS";

  /** 64*T1: as long as anything of an INVITE may still come (RFC 6026). */
  private static final long LINGER_MILLIS = 32_000;

  /** The transaction layer gives up by itself; this is for an owner that lost its word. */
  private static final long FORGET_MILLIS = 3 * LINGER_MILLIS;

  final long now;
  private final List<CallCommand> commands = new ArrayList<>();
  private Leg leg;

  Turn(Leg leg, long now) {
    this.leg = leg;
    this.now = now;
  }

  Leg leg() {
    return leg;
  }

  CallPlan plan() {
    return leg.plan();
  }

  void put(Leg next) {
    leg = next;
  }

  void put(Tally next) {
    leg = leg.with(next);
  }

  void put(Dialog dialog) {
    leg = leg.with(dialog);
  }

  void add(CallCommand command) {
    commands.add(command);
  }

  List<CallCommand> commands() {
    return commands;
  }

  private String from() {
    return plan().addressing().from() + ";tag=" + plan().identity().fromTag();
  }

  /**
   * Sends an INVITE outside any dialog; {@code leg().ref()} is its number.
   *
   * @param hop null for the trunk's own address
   */
  void invite(String uri, @Nullable String hop) {
    CallPlan plan = plan();
    CallPlan.Addressing addressing = plan.addressing();
    SipRequest.Builder builder =
        SipRequest.builder("INVITE", uri)
            .header("From", from())
            .header("To", addressing.to())
            .header("Call-ID", plan.identity().callId())
            .header("CSeq", (leg.cseq() + 1) + " INVITE")
            .header("Contact", addressing.contact());
    if (hop == null) {
      for (String route : addressing.routes()) {
        builder.header("Route", route);
      }
    }
    for (DigestSession.Header header : addressing.headers()) {
      builder.header(header.name(), header.value());
    }
    describe(builder);
    if (leg.sessionSeconds() > 0) {
      builder
          .header("Session-Expires", String.valueOf(leg.sessionSeconds()))
          .header("Min-SE", String.valueOf(leg.minSeSeconds()));
    }
    authorize(builder, "INVITE", uri);
    SipRequest invite =
        builder.body("application/sdp", plan.offer().getBytes(StandardCharsets.UTF_8)).build();
    leg = leg.invited(invite);
    add(new CallCommand.Send(leg.ref(), invite, hop));
  }

  /** What we can do, in every INVITE. */
  private void describe(SipRequest.Builder builder) {
    CallPlan.Features features = plan().features();
    List<String> supported = new ArrayList<>();
    if (features.reliable()) {
      supported.add("100rel");
    }
    if (features.sessionSeconds() > 0) {
      supported.add("timer");
    }
    if (!supported.isEmpty()) {
      builder.header("Supported", String.join(", ", supported));
    }
    builder
        .header("Allow", ALLOW)
        .header("Accept", "application/sdp")
        .header("User-Agent", features.userAgent());
  }

  private void authorize(SipRequest.Builder builder, String method, String uri) {
    DigestSession.Authorized authorized = leg.digest().authorize(method, uri);
    leg = leg.with(authorized.next());
    for (DigestSession.Header header : authorized.headers()) {
      builder.header(header.name(), header.value());
    }
  }

  /** CANCEL of the INVITE that is out. */
  void cancel() {
    SipRequest invite = leg.invite();
    if (invite == null) {
      return;
    }
    SipRequest.Builder builder =
        SipRequest.builder("CANCEL", invite.requestUri())
            .header("From", from())
            .header("To", plan().addressing().to())
            .header("Call-ID", invite.callId())
            .header("CSeq", invite.cseq() + " CANCEL");
    for (String route : invite.headers("Route")) {
      builder.header("Route", route);
    }
    SipRequest cancel = builder.build();
    Pending pending = new Pending(leg.ref() + 1, Kind.CANCEL, cancel, "");
    leg = leg.sent(pending, 0);
    add(new CallCommand.Send(pending.ref(), cancel, null));
  }

  /** A request of ours in a dialog, with everything but what is its own. */
  private SipRequest.Builder within(Dialog dialog, String method, long cseq) {
    SipRequest.Builder builder =
        SipRequest.builder(method, dialog.requestUri())
            .header("From", from())
            .header("To", dialog.to())
            .header("Call-ID", plan().identity().callId())
            .header("CSeq", cseq + " " + method);
    for (String route : dialog.routeHeaders()) {
      builder.header("Route", route);
    }
    return builder.header("User-Agent", plan().features().userAgent());
  }

  private void send(Kind kind, SipRequest.Builder builder, String method, Dialog dialog) {
    authorize(builder, method, dialog.requestUri());
    SipRequest request = builder.build();
    Pending pending = new Pending(leg.ref() + 1, kind, request, dialog.tag());
    leg = leg.sent(pending, request.cseq());
    add(new CallCommand.Send(pending.ref(), request, dialog.hop()));
  }

  void prack(Dialog dialog, SipResponse reliable, long rseq) {
    SipRequest.Builder builder =
        within(dialog, "PRACK", leg.cseq() + 1)
            .header("RAck", rseq + " " + reliable.cseq() + " " + reliable.cseqMethod());
    send(Kind.PRACK, builder, "PRACK", dialog);
  }

  void bye(Dialog dialog) {
    put(dialog.end());
    send(Kind.BYE, within(dialog, "BYE", leg.cseq() + 1), "BYE", dialog);
  }

  /** UPDATE without a body where the far end takes it, else a re-INVITE (RFC 4028 section 7.4). */
  void refresh(Dialog dialog, SessionTimer timer, String localSdp) {
    String method = dialog.updates() ? "UPDATE" : "INVITE";
    SipRequest.Builder builder =
        within(dialog, method, leg.cseq() + 1)
            .header("Contact", plan().addressing().contact())
            .header("Supported", "timer")
            .header("Session-Expires", timer.requestHeader())
            .header("Min-SE", String.valueOf(leg.minSeSeconds()));
    if (!dialog.updates()) {
      builder
          .header("Allow", ALLOW)
          .body("application/sdp", localSdp.getBytes(StandardCharsets.UTF_8));
    }
    send(Kind.REFRESH, builder, method, dialog);
  }

  /** The same request again, with the credentials that were asked for. */
  void again(Pending pending) {
    Dialog dialog = leg.dialog(pending.tag());
    if (dialog == null) {
      return;
    }
    String method = pending.request().method();
    SipRequest.Builder builder =
        pending.request().toBuilder()
            .removeHeader("Authorization")
            .removeHeader("Proxy-Authorization")
            .setHeader("CSeq", (leg.cseq() + 1) + " " + method);
    send(pending.kind(), builder, method, dialog);
  }

  /** The ACK of a 2xx to this INVITE (RFC 3261 section 13.2.2.4), in the dialog it confirms. */
  void ack(Dialog dialog, SipRequest invite) {
    SipRequest.Builder builder = within(dialog, "ACK", invite.cseq());
    for (String name : List.of("Authorization", "Proxy-Authorization")) {
      for (String value : invite.headers(name)) {
        builder.header(name, value);
      }
    }
    add(new CallCommand.SendAck(builder.build(), dialog.hop()));
  }

  void ack(Dialog dialog) {
    SipRequest invite = leg.invite();
    if (invite != null) {
      ack(dialog, invite);
    }
  }

  /** A 2xx that nobody waits for: of another fork, or too late (RFC 3261 section 13.2.2.4). */
  void ackAndBye(SipResponse response) {
    SipRequest invite = leg.invite();
    if (invite == null) {
      return;
    }
    Dialog known = leg.dialog(response.toTag());
    Dialog dialog =
        known == null ? Dialog.of(response, invite.requestUri()) : known.refreshed(response);
    put(dialog);
    ack(dialog, invite);
    if (!dialog.ended()) {
      bye(dialog);
    }
  }

  void answer(long key, SipResponse.Builder response) {
    add(new CallCommand.Answer(key, response.build()));
  }

  void report(CallOutcome outcome) {
    add(
        new CallCommand.Ended(
            new CallReport(
                plan().reference(), plan().trunk(), outcome, leg.tally().evidence(now))));
  }

  /** Over, with nothing of the INVITE to come but copies of its 2xx. */
  Over over(int inviteRef, boolean answered) {
    long forget = answered || !leg.pending().isEmpty() ? now + LINGER_MILLIS : now;
    leg = leg.silent();
    return new Over(leg, inviteRef, false, false, forget, forget <= now);
  }

  /** Over, while the INVITE is open: CANCEL is owed unless it was sent. */
  Over withdrawn(int inviteRef, boolean cancelOwed) {
    return new Over(leg, inviteRef, true, cancelOwed, now + FORGET_MILLIS, false);
  }
}
