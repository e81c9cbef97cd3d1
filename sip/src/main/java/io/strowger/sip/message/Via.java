package io.strowger.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One Via entry (RFC 3261 section 20.42).
 *
 * @param transport in upper case; may be one that we do not speak
 * @param host the sent-by host
 * @param port the sent-by port; 0 when none is written
 */
public record Via(String transport, String host, int port, Parameters parameters) {
  /** Begins every branch that is unique by itself (RFC 3261 section 8.1.1.7). */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  /** Null when it is malformed or not of SIP/2.0. */
  public static @Nullable Via parse(String text) {
    int slash1 = text.indexOf('/');
    int slash2 = text.indexOf('/', slash1 + 1);
    if (slash1 < 0
        || slash2 < 0
        || !Syntax.trim(text, 0, slash1).equalsIgnoreCase("SIP")
        || !Syntax.trim(text, slash1 + 1, slash2).equals("2.0")) {
      return null;
    }
    int semicolon = text.indexOf(';', slash2);
    String middle = Syntax.trim(text, slash2 + 1, semicolon < 0 ? text.length() : semicolon);
    int gap = 0;
    while (gap < middle.length() && Syntax.tokenCharacter(middle.charAt(gap))) {
      gap++;
    }
    if (gap == 0 || gap == middle.length() || !Syntax.whitespace(middle.charAt(gap))) {
      return null;
    }
    String sentBy = Syntax.trim(middle, gap, middle.length());
    int colon = sentBy.indexOf(':', sentBy.indexOf(']') + 1);
    String host = Syntax.trim(sentBy, 0, colon < 0 ? sentBy.length() : colon);
    int port = colon < 0 ? 0 : SipUri.port(Syntax.trim(sentBy, colon + 1, sentBy.length()));
    if (port < 0 || !SipUri.host(host)) {
      return null;
    }
    Parameters parameters =
        semicolon < 0 ? Parameters.NONE : Parameters.parse(text.substring(semicolon));
    return new Via(middle.substring(0, gap).toUpperCase(Locale.ROOT), host, port, parameters);
  }

  /** "" without one. */
  public String branch() {
    String branch = parameters.get("branch");
    return branch == null ? "" : branch;
  }

  public String sentBy() {
    return port == 0 ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return "SIP/2.0/" + transport + " " + sentBy() + parameters;
  }
}
