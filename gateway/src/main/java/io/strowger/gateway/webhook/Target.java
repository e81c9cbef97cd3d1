package io.strowger.gateway.webhook;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The parts of an http or https URL. Read strictly: what two readers could read differently, such
 * as a backslash or a second at-sign, is no URL here.
 *
 * @param host a name, or an address without brackets
 * @param pathAndQuery begins with a slash
 * @param authorization for the header of this name, from the URL's user and password; null for none
 */
record Target(
    boolean tls, String host, int port, String pathAndQuery, @Nullable String authorization) {
  private static final int PORT_MAX = 65_535;

  /** RFC 3986 section 3, without what a request's line and header could not hold. */
  private static final Pattern URL =
      Pattern.compile(
          "(?<scheme>https?)://"
              + "(?:(?<user>[!-~&&[^/?#@\\\\]]*)@)?"
              + "(?:\\[(?<six>[0-9a-f:.]+)]|(?<host>[a-z0-9._-]+))"
              + "(?::(?<port>[0-9]{1,5}))?"
              + "(?<rest>[/?][!-~&&[^#\\\\]]*)?(?:#.*)?",
          Pattern.CASE_INSENSITIVE);

  /** Null when it is no URL that can be posted to. */
  static @Nullable Target parse(String url) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      return null;
    }
    boolean tls = parts.group("scheme").toLowerCase(Locale.ROOT).equals("https");
    String digits = parts.group("port");
    int port = tls ? 443 : 80;
    if (digits != null) {
      port = Integer.parseInt(digits);
    }
    if (port < 1 || port > PORT_MAX) {
      return null;
    }
    String rest = parts.group("rest");
    if (rest == null) {
      rest = "/";
    } else if (rest.startsWith("?")) {
      rest = "/" + rest;
    }
    String six = parts.group("six");
    return new Target(
        tls, six != null ? six : parts.group("host"), port, rest, basic(parts.group("user")));
  }

  private static @Nullable String basic(@Nullable String user) {
    if (user == null || user.isEmpty()) {
      return null;
    }
    byte[] plain = decoded(user).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain);
  }

  private static String decoded(String text) {
    try {
      // A plus sign stands for itself here.
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return text;
    }
  }

  /** Without what follows the port, which may hold a secret of the receiver's. */
  @Override
  public String toString() {
    return (tls ? "https://" : "http://") + host + ":" + port;
  }
}
