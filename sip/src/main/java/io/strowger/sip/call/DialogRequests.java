package io.strowger.sip.call;

import io.strowger.sip.call.CallState.OpenRequest;
import io.strowger.sip.call.CallState.Talking;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests of the far end in a call's dialogs, and our answers. */
final class DialogRequests {
  private static final Set<String> EXTENSIONS = Set.of("timer", "100rel");

  private DialogRequests() {}

  /** In an early dialog. */
  static void whileInviting(Turn turn, CallEvent.Request event) {
    SipRequest request = event.request();
    Dialog dialog = turn.leg().dialog(request.fromTag());
    if (dialog == null) {
      refuse(turn, event, 481);
      return;
    }
    if (!inOrder(turn, event, dialog) || !understood(turn, event)) {
      return;
    }
    switch (request.method()) {
      case "UPDATE" -> {
        String sdp = Dialog.sdpOf(request);
        turn.put(dialog.withRemoteCseq(request.cseq()).moved(request));
        if (sdp == null) {
          turn.answer(event.key(), accepted(turn, request, null));
        } else if (sdp.isEmpty()) {
          refuse(turn, event, 415);
        } else if (dialog.reliableSdp()) {
          turn.add(new CallCommand.Negotiate(event.key(), request, sdp));
        } else {
          // Our own offer is not answered for good yet (RFC 3311 section 5.2).
          refuse(turn, event, 491);
        }
      }
      case "INVITE" -> refuse(turn, event, 491);
      // Only the caller may end an early dialog (RFC 3261 section 15); the INVITE's answer is due.
      case "BYE" -> refuse(turn, event, 481);
      default -> other(turn, event);
    }
  }

  /** In the dialog of the call that stands, all but BYE and INFO with a key. */
  static Talking whileTalking(Turn turn, Talking state, CallEvent.Request event) {
    SipRequest request = event.request();
    boolean offers = request.method().equals("INVITE") || request.method().equals("UPDATE");
    if (!offers) {
      other(turn, event);
      return state.with(turn.leg());
    }
    OpenRequest open = state.open();
    String sdp = Dialog.sdpOf(request);
    if (turn.leg().refreshing() || (open != null && open.weOffered())) {
      refuse(turn, event, 491);
      return state.with(turn.leg());
    }
    if (open != null) {
      turn.answer(event.key(), SipResponse.to(request, 500).header("Retry-After", "1"));
      return state.with(turn.leg());
    }
    if (sdp != null && sdp.isEmpty()) {
      turn.answer(event.key(), SipResponse.to(request, 415).header("Accept", "application/sdp"));
      return state.with(turn.leg());
    }
    if (SessionTimer.tooSmall(request.header("Session-Expires"))
        && Dialog.lists(request.headers("Supported"), "timer")) {
      turn.answer(
          event.key(),
          SipResponse.to(request, 422).header("Min-SE", String.valueOf(SessionTimer.MIN_SECONDS)));
      return state.with(turn.leg());
    }
    turn.put(state.dialog().moved(request));
    SessionTimer timer = SessionTimer.fromRequest(request.header("Session-Expires"), turn.now);
    Talking next = state.with(turn.leg()).with(timer == null ? renewed(state, turn) : timer, 0);
    if (sdp == null && request.method().equals("UPDATE")) {
      turn.answer(event.key(), accepted(turn, request, next.timer()));
      return next;
    }
    turn.add(new CallCommand.Negotiate(event.key(), request, sdp));
    return next.withOpen(new OpenRequest(event.key(), request, false, sdp == null));
  }

  /** Any accepted re-INVITE or UPDATE refreshes (RFC 4028 section 9). */
  private static @Nullable SessionTimer renewed(Talking state, Turn turn) {
    SessionTimer timer = state.timer();
    return timer == null ? null : timer.refreshed(turn.now);
  }

  /** Media has spoken about an offer. */
  static void negotiated(Turn turn, CallEvent.Negotiated event, @Nullable SessionTimer timer) {
    String sdp = event.localSdp();
    if (sdp == null) {
      turn.answer(event.key(), SipResponse.to(event.request(), 488));
    } else {
      turn.answer(
          event.key(),
          accepted(turn, event.request(), timer)
              .body("application/sdp", sdp.getBytes(StandardCharsets.UTF_8)));
    }
  }

  private static SipResponse.Builder accepted(
      Turn turn, SipRequest request, @Nullable SessionTimer timer) {
    SipResponse.Builder builder =
        SipResponse.to(request, 200)
            .header("Contact", turn.plan().addressing().contact())
            .header("Allow", Turn.ALLOW)
            .header("Supported", "timer");
    String asked = request.header("Session-Expires");
    if (timer != null && asked != null) {
      builder.header("Session-Expires", timer.responseHeader());
      if (Dialog.lists(request.headers("Supported"), "timer")) {
        builder.header("Require", "timer");
      }
    }
    return builder;
  }

  /** A request out of order is an old one (RFC 3261 section 12.2.2). */
  static boolean inOrder(Turn turn, CallEvent.Request event, Dialog dialog) {
    if (event.request().cseq() > dialog.remoteCseq()) {
      return true;
    }
    refuse(turn, event, 500);
    return false;
  }

  /** Answers 420 where an extension is demanded that we do not have. */
  static boolean understood(Turn turn, CallEvent.Request event) {
    for (String header : event.request().headers("Require")) {
      for (String one : header.split(",", -1)) {
        String tag = one.strip().toLowerCase(Locale.ROOT);
        if (!tag.isEmpty() && !EXTENSIONS.contains(tag)) {
          SipResponse.Builder answer = SipResponse.to(event.request(), 420);
          turn.answer(event.key(), answer.header("Unsupported", tag));
          return false;
        }
      }
    }
    return true;
  }

  /** What is answered alike in every dialog. */
  static void other(Turn turn, CallEvent.Request event) {
    switch (event.request().method()) {
      case "OPTIONS" ->
          turn.answer(
              event.key(),
              SipResponse.to(event.request(), 200)
                  .header("Allow", Turn.ALLOW)
                  .header("Accept", "application/sdp")
                  .header("Supported", "timer"));
      case "INFO" -> turn.answer(event.key(), SipResponse.to(event.request(), 200));
      // A passcode is for the one who was called: no transfer.
      case "REFER" -> refuse(turn, event, 603);
      case "NOTIFY" -> refuse(turn, event, 481);
      case "SUBSCRIBE" -> refuse(turn, event, 489);
      case "PRACK" -> refuse(turn, event, 481);
      default ->
          turn.answer(
              event.key(), SipResponse.to(event.request(), 405).header("Allow", Turn.ALLOW));
    }
  }

  static void refuse(Turn turn, CallEvent.Request event, int status) {
    turn.answer(event.key(), SipResponse.to(event.request(), status));
  }

  /**
   * The key of an INFO: {@code application/dtmf-relay} ({@code Signal=5}) or {@code
   * application/dtmf} (the key alone).
   *
   * @return '\0' without one
   */
  static char keyOf(SipRequest info) {
    String type = info.contentType();
    String lower = type == null ? "" : type.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("application/dtmf")) {
      return '\0';
    }
    String body = new String(info.body(), StandardCharsets.US_ASCII);
    if (!lower.startsWith("application/dtmf-relay")) {
      return key(body.strip());
    }
    for (String line : List.of(body.split("\r?\n", -1))) {
      String[] parts = line.split("=", 2);
      if (parts.length == 2 && parts[0].strip().equalsIgnoreCase("Signal")) {
        return key(parts[1].strip());
      }
    }
    return '\0';
  }

  /** Some write * as 10 and # as 11, as RFC 4733 counts its events. */
  private static char key(String text) {
    if (text.equals("10")) {
      return '*';
    }
    if (text.equals("11")) {
      return '#';
    }
    char key = text.length() == 1 ? Character.toUpperCase(text.charAt(0)) : '\0';
    return (key >= '0' && key <= '9') || key == '*' || key == '#' || (key >= 'A' && key <= 'D')
        ? key
        : '\0';
  }
}
