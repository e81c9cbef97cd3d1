package io.strowger.sip.message;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The first line of a message, before anything is believed of it. */
sealed interface StartLine {

  /** {@code METHOD URI SIP/2.0}. */
  record RequestLine(String method, String requestUri) implements StartLine {}

  /** {@code SIP/2.0 200 OK}. */
  record StatusLine(int status, String reason) implements StartLine {}

  /**
   * Neither.
   *
   * @param method "" when not even that can be made out, so that nobody waits for an answer
   */
  record Unreadable(String method, int refusal, String why) implements StartLine {}

  String VERSION = "SIP/2.0";

  static StartLine read(String line) {
    if (line.regionMatches(true, 0, "SIP/", 0, 4)) {
      return statusLine(line);
    }
    int space = line.indexOf(' ');
    String method = space < 0 ? "" : line.substring(0, space);
    if (!Syntax.token(method)) {
      return new Unreadable("", 400, "no start line of SIP");
    }
    int space2 = line.indexOf(' ', space + 1);
    String uri = space2 < 0 ? "" : line.substring(space + 1, space2);
    String version = space2 < 0 ? "" : line.substring(space2 + 1);
    if (!version.equalsIgnoreCase(VERSION)) {
      return version.toUpperCase(Locale.ROOT).startsWith("SIP/") && version.indexOf(' ') < 0
          ? new Unreadable(method, 505, "another version of SIP")
          : new Unreadable(method, 400, "malformed request line");
    }
    String problem = problemOfUri(uri);
    return problem == null ? new RequestLine(method, uri) : new Unreadable(method, 400, problem);
  }

  private static StartLine statusLine(String line) {
    int end = VERSION.length();
    boolean known =
        line.regionMatches(true, 0, VERSION, 0, end)
            && line.length() >= end + 4
            && line.charAt(end) == ' '
            && (line.length() == end + 4 || line.charAt(end + 4) == ' ');
    String code = known ? line.substring(end + 1, end + 4) : "";
    int status = Syntax.digits(code, 3) ? Integer.parseInt(code) : 0;
    return status < 100 || status > 699
        ? new Unreadable("", 400, "malformed status line")
        : new StatusLine(status, line.length() > end + 5 ? line.substring(end + 5) : "");
  }

  /** Only what can never be a request URI; which schemes are served is the answerer's decision. */
  private static @Nullable String problemOfUri(String uri) {
    int colon = uri.indexOf(':');
    if (colon <= 0 || !uriCharacters(uri) || !scheme(uri.substring(0, colon))) {
      return "malformed request URI";
    }
    String scheme = uri.substring(0, colon);
    if (scheme.equalsIgnoreCase("sip") || scheme.equalsIgnoreCase("sips")) {
      SipUri sip = SipUri.parse(uri);
      if (sip == null || !escapes(uri)) {
        return "malformed request URI";
      }
      if (!sip.headers().isEmpty()) {
        return "headers in the request URI";
      }
    }
    return null;
  }

  static boolean uriCharacters(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      char c = uri.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '<' || c == '>' || c == '"') {
        return false;
      }
    }
    return !uri.isEmpty();
  }

  private static boolean scheme(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean other = Syntax.digit(c) || c == '+' || c == '-' || c == '.';
      if (!Syntax.letter(c) && (i == 0 || !other)) {
        return false;
      }
    }
    return true;
  }

  private static boolean escapes(String uri) {
    for (int i = uri.indexOf('%'); i >= 0; i = uri.indexOf('%', i + 1)) {
      if (i + 2 >= uri.length()
          || Character.digit(uri.charAt(i + 1), 16) < 0
          || Character.digit(uri.charAt(i + 2), 16) < 0) {
        return false;
      }
    }
    return true;
  }
}
