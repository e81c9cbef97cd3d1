package io.strowger.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A sip, sips or tel URI (RFC 3261 section 19.1, RFC 3966), its parts as written, escapes included.
 *
 * @param scheme in lower case
 * @param user what stands before the {@code @}, or a tel URI's number; "" without one
 * @param host a name, an IPv4 address or an IPv6 address in brackets; "" in a tel URI
 * @param port 0 when none is written
 * @param headers what stands behind the {@code ?}; "" without it
 */
public record SipUri(
    String scheme, String user, String host, int port, Parameters parameters, String headers) {
  private static final int PORT_MAX = 65_535;

  /** {@code sip:user@host:port}; port 0 for none. */
  public static SipUri of(String user, String host, int port) {
    return new SipUri("sip", user, host, port, Parameters.NONE, "");
  }

  /** Null when it is no URI of these schemes, or a malformed one. */
  public static @Nullable SipUri parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0 || !printable(text)) {
      return null;
    }
    String scheme = text.substring(0, colon).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "sip", "sips" -> sip(scheme, text.substring(colon + 1));
      case "tel" -> tel(text.substring(colon + 1));
      default -> null;
    };
  }

  private static boolean printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '"') {
        return false;
      }
    }
    return true;
  }

  private static @Nullable SipUri tel(String rest) {
    int semicolon = rest.indexOf(';');
    String number = semicolon < 0 ? rest : rest.substring(0, semicolon);
    return number.isEmpty()
        ? null
        : new SipUri(
            "tel",
            number,
            "",
            0,
            semicolon < 0 ? Parameters.NONE : Parameters.parse(rest.substring(semicolon)),
            "");
  }

  private static @Nullable SipUri sip(String scheme, String rest) {
    // A user may hold ; and ? itself, so the @ is looked for first (RFC 4475 section 3.1.1.9).
    int at = rest.indexOf('@');
    String user = at < 0 ? "" : rest.substring(0, at);
    String behind = rest.substring(at + 1);
    int question = behind.indexOf('?');
    String headers = question < 0 ? "" : behind.substring(question + 1);
    String noHeaders = question < 0 ? behind : behind.substring(0, question);
    int semicolon = noHeaders.indexOf(';');
    String hostPort = semicolon < 0 ? noHeaders : noHeaders.substring(0, semicolon);
    int colon = hostPort.indexOf(':', hostPort.indexOf(']') + 1);
    String host = colon < 0 ? hostPort : hostPort.substring(0, colon);
    int port = colon < 0 ? 0 : port(hostPort.substring(colon + 1));
    if (at == 0 || port < 0 || !host(host)) {
      return null;
    }
    Parameters parameters =
        semicolon < 0 ? Parameters.NONE : Parameters.parse(noHeaders.substring(semicolon));
    return new SipUri(scheme, user, host, port, parameters, headers);
  }

  static int port(String text) {
    int port = Syntax.digits(text, 5) ? Integer.parseInt(text) : -1;
    return port > 0 && port <= PORT_MAX ? port : -1;
  }

  static boolean host(String text) {
    boolean bracketed = text.startsWith("[");
    if (text.isEmpty() || bracketed != text.endsWith("]")) {
      return false;
    }
    for (int i = bracketed ? 1 : 0; i < text.length() - (bracketed ? 1 : 0); i++) {
      char c = text.charAt(i);
      boolean ok =
          Syntax.digit(c)
              || Syntax.letter(c)
              || c == '.'
              || (bracketed ? c == ':' : c == '-' || c == '_');
      if (!ok) {
        return false;
      }
    }
    return true;
  }

  public SipUri withParameter(String name, @Nullable String value) {
    return new SipUri(scheme, user, host, port, parameters.with(name, value), headers);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(scheme).append(':').append(user);
    if (!user.isEmpty() && !host.isEmpty()) {
      text.append('@');
    }
    text.append(host);
    if (port != 0) {
      text.append(':').append(port);
    }
    text.append(parameters);
    return headers.isEmpty() ? text.toString() : text.append('?').append(headers).toString();
  }
}
