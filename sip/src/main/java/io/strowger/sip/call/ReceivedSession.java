package io.strowger.sip.call;

import io.strowger.sip.call.ReceivedCall.Phase;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The steps of a call that came in (RFC 3261 section 13.3). */
public final class ReceivedSession {
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, UPDATE, INFO, OPTIONS";
  private static final String SDP = "application/sdp";

  private final long now;
  private final List<ReceivedCommand> commands = new ArrayList<>();

  private ReceivedSession(long now) {
    this.now = now;
  }

  /** The next state and what to do, in this order. */
  public record Step(ReceivedCall next, List<ReceivedCommand> commands) {}

  /** What stands in an INVITE against any call; null when nothing does. */
  public static @Nullable SipResponse refusal(SipRequest invite, String tag) {
    for (String header : invite.headers("Require")) {
      for (String one : header.split(",", -1)) {
        String wanted = one.strip().toLowerCase(Locale.ROOT);
        // Whoever insists on reliable provisional answers gets none but 100.
        if (!wanted.isEmpty() && !wanted.equals("100rel")) {
          return SipResponse.to(invite, 420).header("Unsupported", wanted).toTag(tag).build();
        }
      }
    }
    String sdp = Dialog.sdpOf(invite);
    return sdp != null && sdp.isEmpty()
        ? SipResponse.to(invite, 415).header("Accept", SDP).toTag(tag).build()
        : null;
  }

  /**
   * Rings.
   *
   * @param key of its transaction
   * @param localSdp the answer to its offer, or an offer where it has none
   * @param digest of its trunk, for a BYE that is challenged
   */
  public static Step begin(
      long key,
      SipRequest invite,
      String tag,
      String contact,
      String localSdp,
      DigestSession digest,
      long now) {
    ReceivedSession session = new ReceivedSession(now);
    ReceivedCall call =
        new ReceivedCall(
            Phase.RINGING,
            key,
            invite.withoutBody(),
            tag,
            contact,
            localSdp,
            Dialog.sdpOf(invite) == null,
            Dialog.of(invite),
            now + ReceivedCall.RING_MILLIS,
            now,
            0,
            digest,
            0);
    if (!Dialog.lists(invite.headers("Require"), "100rel")) {
      session.answer(key, to(call, invite, 180));
    }
    return new Step(call, session.commands);
  }

  /** An event that means nothing now changes nothing. */
  public static Step step(ReceivedCall call, ReceivedEvent event, long now) {
    ReceivedSession session = new ReceivedSession(now);
    ReceivedCall next = call.over() ? call : session.next(call, event);
    return new Step(next, session.commands);
  }

  private ReceivedCall next(ReceivedCall call, ReceivedEvent event) {
    return switch (event) {
      case ReceivedEvent.Tick(long packets) -> tick(call, packets);
      case ReceivedEvent.Cancelled _ -> call.phase() == Phase.RINGING ? refused(call) : call;
      case ReceivedEvent.Ack(SipRequest ack) -> acknowledged(call, ack);
      case ReceivedEvent.AckMissing _ -> call.phase() == Phase.ANSWERED ? left(call) : call;
      case ReceivedEvent.Request(long key, SipRequest request) -> asked(call, key, request);
      case ReceivedEvent.Negotiated negotiated -> negotiated(call, negotiated);
      case ReceivedEvent.MediaRefused _, ReceivedEvent.HangUp _ ->
          switch (call.phase()) {
            case RINGING -> refused(call);
            // Not before its ACK (RFC 3261 section 15).
            case ANSWERED -> call.at(Phase.ANSWERED, now, call.heardAtMillis());
            case TALKING -> left(call);
            case LEAVING, OVER -> call;
          };
      case ReceivedEvent.Answered(SipResponse response) -> answered(call, response);
      case ReceivedEvent.Lost _ -> call.phase() == Phase.LEAVING ? over(call) : call;
    };
  }

  private ReceivedCall tick(ReceivedCall call, long packets) {
    if (call.phase() == Phase.RINGING && now >= call.dueMillis()) {
      answer(
          call.key(),
          to(call, call.invite(), 200)
              .header("Allow", ALLOW)
              .header("Accept", SDP)
              .body(SDP, call.localSdp().getBytes(StandardCharsets.UTF_8)));
      return call.at(Phase.ANSWERED, now + ReceivedCall.TALK_MILLIS, now);
    }
    if (call.phase() == Phase.LEAVING && now >= call.dueMillis()) {
      return over(call);
    }
    if (call.phase() != Phase.TALKING) {
      return call;
    }
    ReceivedCall seen = packets > call.packets() ? call.heard(packets, now) : call;
    return now >= seen.nextAlarmMillis() ? left(seen) : seen;
  }

  private ReceivedCall acknowledged(ReceivedCall call, SipRequest ack) {
    if (call.phase() != Phase.ANSWERED) {
      return call;
    }
    ReceivedCall talking = call.at(Phase.TALKING, call.dueMillis(), now);
    if (now >= call.dueMillis()) {
      return left(talking);
    }
    String sdp = Dialog.sdpOf(ack);
    if (!call.weOffer()) {
      return talking;
    }
    if (sdp == null || sdp.isEmpty()) {
      return left(talking);
    }
    commands.add(new ReceivedCommand.Describe(sdp));
    return talking;
  }

  private ReceivedCall asked(ReceivedCall call, long key, SipRequest request) {
    if (request.cseq() <= call.dialog().remoteCseq()) {
      // An old one (RFC 3261 section 12.2.2).
      answer(key, SipResponse.to(request, 500));
      return call;
    }
    ReceivedCall moved = call.with(call.dialog().withRemoteCseq(request.cseq()), call.localSdp());
    if (call.phase() == Phase.LEAVING && !request.method().equals("BYE")) {
      answer(key, SipResponse.to(request, 481));
      return moved;
    }
    switch (request.method()) {
      case "BYE" -> {
        answer(key, SipResponse.to(request, 200));
        return call.phase() == Phase.RINGING ? refused(moved) : over(moved);
      }
      case "INVITE", "UPDATE" -> {
        return offered(moved, key, request);
      }
      case "INFO" -> {
        char pressed = DialogRequests.keyOf(request);
        if (pressed != 0) {
          commands.add(new ReceivedCommand.KeyHeard(pressed));
        }
        answer(key, SipResponse.to(request, 200));
      }
      case "OPTIONS" ->
          answer(key, SipResponse.to(request, 200).header("Allow", ALLOW).header("Accept", SDP));
      // It is for us alone: no transfer.
      case "REFER" -> answer(key, SipResponse.to(request, 603));
      case "NOTIFY", "PRACK" -> answer(key, SipResponse.to(request, 481));
      default -> answer(key, SipResponse.to(request, 405).header("Allow", ALLOW));
    }
    return moved;
  }

  private ReceivedCall offered(ReceivedCall call, long key, SipRequest request) {
    String sdp = Dialog.sdpOf(request);
    if (call.phase() != Phase.TALKING) {
      // The first exchange is under way (RFC 3261 section 14.2, RFC 3311 section 5.2).
      answer(key, SipResponse.to(request, 491));
      return call;
    }
    if (sdp != null && sdp.isEmpty()) {
      answer(key, SipResponse.to(request, 415).header("Accept", SDP));
      return call;
    }
    ReceivedCall moved = call.with(call.dialog().moved(request), call.localSdp());
    if (sdp != null) {
      commands.add(new ReceivedCommand.Negotiate(key, request, sdp));
    } else if (request.method().equals("UPDATE")) {
      answer(key, to(moved, request, 200).header("Allow", ALLOW));
    } else {
      // An offer of ours for a call of seconds is not worth its states.
      answer(key, SipResponse.to(request, 488));
    }
    return moved;
  }

  private ReceivedCall negotiated(ReceivedCall call, ReceivedEvent.Negotiated event) {
    String sdp = event.localSdp();
    if (sdp == null) {
      answer(event.key(), SipResponse.to(event.request(), 488));
      return call;
    }
    answer(
        event.key(),
        to(call, event.request(), 200)
            .header("Allow", ALLOW)
            .body(SDP, sdp.getBytes(StandardCharsets.UTF_8)));
    return call.with(call.dialog(), sdp);
  }

  private static SipResponse.Builder to(ReceivedCall call, SipRequest request, int status) {
    return SipResponse.to(request, status).toTag(call.tag()).header("Contact", call.contact());
  }

  private void answer(long key, SipResponse.Builder response) {
    commands.add(new ReceivedCommand.Answer(key, response.build()));
  }

  private ReceivedCall refused(ReceivedCall call) {
    answer(call.key(), SipResponse.to(call.invite(), 487).toTag(call.tag()));
    return over(call);
  }

  private ReceivedCall left(ReceivedCall call) {
    commands.add(new ReceivedCommand.Silence());
    return bye(call.at(Phase.LEAVING, now + ReceivedCall.LEAVE_MILLIS, call.heardAtMillis()));
  }

  private ReceivedCall bye(ReceivedCall call) {
    Dialog dialog = call.dialog();
    int cseq = call.cseq() + 1;
    SipRequest.Builder bye =
        SipRequest.builder("BYE", dialog.requestUri())
            .header("From", call.invite().header("To") + ";tag=" + call.tag())
            .header("To", dialog.to())
            .header("Call-ID", call.invite().callId())
            .header("CSeq", cseq + " BYE");
    for (String route : dialog.routeHeaders()) {
      bye.header("Route", route);
    }
    DigestSession.Authorized authorized = call.digest().authorize("BYE", dialog.requestUri());
    for (DigestSession.Header header : authorized.headers()) {
      bye.header(header.name(), header.value());
    }
    commands.add(new ReceivedCommand.Send(bye.build(), dialog.hop()));
    return call.with(authorized.next(), cseq);
  }

  /** Whoever asks for credentials gets them, in a BYE of the same dialog (RFC 3261 section 22). */
  private ReceivedCall answered(ReceivedCall call, SipResponse response) {
    if (call.phase() != Phase.LEAVING || response.provisional()) {
      return call;
    }
    if (response.status() != 401 && response.status() != 407) {
      return over(call);
    }
    DigestSession.Outcome outcome =
        call.digest()
            .challenged(
                response.headers("WWW-Authenticate"), response.headers("Proxy-Authenticate"));
    ReceivedCall asked = call.with(outcome.next(), call.cseq());
    return outcome instanceof DigestSession.Outcome.Retry && call.cseq() < ReceivedCall.BYES_MAX
        ? bye(asked)
        : over(asked);
  }

  private ReceivedCall over(ReceivedCall call) {
    commands.add(new ReceivedCommand.Ended());
    return call.at(Phase.OVER, Long.MAX_VALUE, call.heardAtMillis());
  }
}
