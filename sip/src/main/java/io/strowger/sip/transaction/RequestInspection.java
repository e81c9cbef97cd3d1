package io.strowger.sip.transaction;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whether a request can be served at all (RFC 3261 section 8.2), before anybody looks at what it
 * wants: method, URI scheme, extensions required, and the type of its body and of its answer's.
 *
 * @param methods served here
 * @param extensions whose option tags may be required
 * @param bodyTypes understood, as {@code application/sdp}
 */
public record RequestInspection(
    Set<String> methods, Set<String> extensions, Set<String> bodyTypes) {
  private static final Set<String> SCHEMES = Set.of("sip", "sips", "tel");
  private static final String SDP = "application/sdp";

  public RequestInspection {
    methods = Set.copyOf(methods);
    extensions = Set.copyOf(extensions);
    bodyTypes = Set.copyOf(bodyTypes);
  }

  /** The refusal, still without a To tag; null when nothing stands in the way. */
  public SipResponse.@Nullable Builder refusal(SipRequest request) {
    if (!methods.contains(request.method())) {
      return SipResponse.to(request, 405).header("Allow", list(methods));
    }
    String uri = request.requestUri();
    String scheme = uri.substring(0, Math.max(0, uri.indexOf(':'))).toLowerCase(Locale.ROOT);
    if (!SCHEMES.contains(scheme)) {
      return SipResponse.to(request, 416);
    }
    Set<String> unsupported = new TreeSet<>();
    for (String tag : tokens(request, "Require")) {
      if (!extensions.contains(tag)) {
        unsupported.add(tag);
      }
    }
    if (!unsupported.isEmpty()) {
      return SipResponse.to(request, 420).header("Unsupported", list(unsupported));
    }
    if (request.bodyLength() > 0 && !bodyOptional(request) && !bodyUnderstood(request)) {
      return SipResponse.to(request, 415).header("Accept", list(bodyTypes));
    }
    if (request.method().equals("INVITE") && !takesSdp(request)) {
      return SipResponse.to(request, 406);
    }
    return null;
  }

  private static String list(Set<String> values) {
    return String.join(", ", new TreeSet<>(values));
  }

  private static List<String> tokens(SipRequest request, String header) {
    return request.headers(header).stream()
        .flatMap(value -> List.of(value.split(",", -1)).stream())
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .toList();
  }

  private static String bare(String type) {
    int semicolon = type.indexOf(';');
    return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static boolean bodyOptional(SipRequest request) {
    String disposition = request.header("Content-Disposition");
    return disposition != null
        && disposition.toLowerCase(Locale.ROOT).replace(" ", "").contains("handling=optional");
  }

  private boolean bodyUnderstood(SipRequest request) {
    String encoding = request.header("Content-Encoding");
    String type = request.contentType();
    return (encoding == null || encoding.equalsIgnoreCase("identity"))
        && type != null
        && bodyTypes.contains(bare(type));
  }

  /** Without Accept an INVITE's sender understands SDP (RFC 3261 section 20.1). */
  private static boolean takesSdp(SipRequest request) {
    List<String> accepted = tokens(request, "Accept");
    return accepted.isEmpty()
        || accepted.stream()
            .map(RequestInspection::bare)
            .anyMatch(
                type -> type.equals(SDP) || type.equals("application/*") || type.equals("*/*"));
  }
}
