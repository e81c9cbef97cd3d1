package io.strowger.sip.call;

import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One dialog of a call, early or confirmed (RFC 3261 section 12); immutable. There are several
 * where a proxy forks.
 *
 * @param to the To header with its tag
 * @param target where requests go to, the far end's Contact
 * @param routes in the order in which they are visited
 * @param remoteCseq of the far end's last request; -1 before any
 * @param rseq of the last reliable provisional answer (RFC 3262); 0 before any
 * @param sdp the far end's last answer; null before any
 * @param reliableSdp that answer came reliably, so the exchange is complete
 * @param updates the far end takes UPDATE (RFC 3311)
 * @param ended BYE was sent or came
 */
record Dialog(
    String tag,
    String to,
    String target,
    List<String> routes,
    long remoteCseq,
    long rseq,
    @Nullable String sdp,
    boolean reliableSdp,
    boolean updates,
    boolean ended) {

  /** From an answer to our INVITE that has a To tag. */
  static Dialog of(SipResponse response, String fallbackTarget) {
    String tag = response.toTag();
    List<String> routes = new ArrayList<>(response.headers("Record-Route"));
    Collections.reverse(routes);
    return new Dialog(
        tag == null ? "" : tag,
        String.valueOf(response.header("To")),
        target(response, fallbackTarget),
        List.copyOf(routes),
        -1,
        0,
        null,
        false,
        allows(response, "UPDATE"),
        false);
  }

  /** From an INVITE that came in: we are the one who is called (RFC 3261 section 12.1.1). */
  static Dialog of(SipRequest invite) {
    String tag = invite.fromTag();
    return new Dialog(
        tag == null ? "" : tag,
        String.valueOf(invite.header("From")),
        target(invite, invite.requestUri()),
        invite.headers("Record-Route"),
        invite.cseq(),
        0,
        null,
        false,
        allows(invite, "UPDATE"),
        false);
  }

  private static String target(SipMessage message, String otherwise) {
    String contact = message.header("Contact");
    NameAddress address = contact == null ? null : NameAddress.parse(contact);
    SipUri uri = address == null ? null : address.sipUri();
    return address == null || uri == null || uri.host().isEmpty() ? otherwise : address.uri();
  }

  private static boolean allows(SipMessage message, String method) {
    return lists(message.headers("Allow"), method);
  }

  /** Whether comma-separated tokens name this one. */
  static boolean lists(List<String> headers, String token) {
    for (String header : headers) {
      for (String one : header.split(",", -1)) {
        if (one.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  /** A later answer of the same dialog: a 2xx sets the routes anew (RFC 3261 section 13.2.2.4). */
  Dialog refreshed(SipResponse response) {
    Dialog now = of(response, target);
    return new Dialog(
        tag,
        to,
        now.target,
        response.success() ? now.routes : routes,
        remoteCseq,
        rseq,
        sdp,
        reliableSdp,
        updates || now.updates,
        ended);
  }

  /** A request with a Contact moves the far end (RFC 3261 section 12.2). */
  Dialog moved(SipMessage message) {
    return new Dialog(
        tag,
        to,
        target(message, target),
        routes,
        remoteCseq,
        rseq,
        sdp,
        reliableSdp,
        updates || allows(message, "UPDATE"),
        ended);
  }

  Dialog withRemoteCseq(long next) {
    return new Dialog(tag, to, target, routes, next, rseq, sdp, reliableSdp, updates, ended);
  }

  Dialog withRseq(long next) {
    return new Dialog(tag, to, target, routes, remoteCseq, next, sdp, reliableSdp, updates, ended);
  }

  Dialog withSdp(String next, boolean reliably) {
    return new Dialog(
        tag, to, target, routes, remoteCseq, rseq, next, reliably || reliableSdp, updates, ended);
  }

  Dialog end() {
    return new Dialog(tag, to, target, routes, remoteCseq, rseq, sdp, reliableSdp, updates, true);
  }

  /** Without the far end's session description. */
  Dialog silent() {
    return new Dialog(tag, to, target, routes, remoteCseq, rseq, null, reliableSdp, updates, ended);
  }

  /** The first route is a strict one (RFC 2543): it takes the place of the request URI. */
  private boolean strict() {
    SipUri first = routes.isEmpty() ? null : uri(routes.getFirst());
    return first != null && !first.parameters().has("lr");
  }

  private static @Nullable SipUri uri(String route) {
    NameAddress address = NameAddress.parse(route);
    return address == null ? null : address.sipUri();
  }

  String requestUri() {
    NameAddress first = strict() ? NameAddress.parse(routes.getFirst()) : null;
    return first == null ? target : first.uri();
  }

  List<String> routeHeaders() {
    if (!strict()) {
      return routes;
    }
    List<String> headers = new ArrayList<>(routes.subList(1, routes.size()));
    headers.add("<" + target + ">");
    return headers;
  }

  /** Where requests are sent to. */
  String hop() {
    NameAddress first = routes.isEmpty() ? null : NameAddress.parse(routes.getFirst());
    return first == null ? target : first.uri();
  }

  /** The body, when it is a session description; "" for one of another type; null without. */
  static @Nullable String sdpOf(SipMessage message) {
    byte[] body = message.body();
    if (body.length == 0) {
      return null;
    }
    String type = message.contentType();
    boolean sdp = type != null && type.toLowerCase(Locale.ROOT).startsWith("application/sdp");
    return sdp ? new String(body, StandardCharsets.UTF_8) : "";
  }

  @Override
  public String toString() {
    return "Dialog[" + (ended ? "ended" : "open") + "]";
  }
}
