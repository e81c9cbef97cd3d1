package io.strowger.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** How header fields are called: one spelling each, compact names resolved (RFC 3261 7.3.3). */
final class HeaderNames {
  private static final Map<String, String> BY_ANY_NAME = new HashMap<>();

  /**
   * At most one of each may stand in a message; two of them mean different things to different
   * peers.
   */
  private static final Set<String> SINGLE =
      Set.of(
          "Call-ID",
          "CSeq",
          "From",
          "To",
          "Max-Forwards",
          "Content-Length",
          "Content-Type",
          "Content-Disposition",
          "Expires",
          "Min-Expires",
          "Min-SE",
          "Session-Expires",
          "RSeq",
          "RAck",
          "Event",
          "Refer-To",
          "Replaces",
          "Retry-After");

  /** Lists of these are taken apart at their commas. */
  private static final Set<String> LISTS = Set.of("Via", "Contact", "Route", "Record-Route");

  static {
    for (String name :
        Set.of(
            "Accept",
            "Alert-Info",
            "Allow",
            "Authorization",
            "CSeq",
            "Call-ID",
            "Contact",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Length",
            "Content-Type",
            "Date",
            "Event",
            "Expires",
            "From",
            "Max-Forwards",
            "Min-Expires",
            "Min-SE",
            "P-Asserted-Identity",
            "Path",
            "Privacy",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Require",
            "RAck",
            "RSeq",
            "Reason",
            "Record-Route",
            "Refer-To",
            "Referred-By",
            "Remote-Party-ID",
            "Replaces",
            "Require",
            "Retry-After",
            "Route",
            "Server",
            "Service-Route",
            "Session-Expires",
            "Subject",
            "Supported",
            "Timestamp",
            "To",
            "Unsupported",
            "User-Agent",
            "Via",
            "WWW-Authenticate",
            "Warning")) {
      BY_ANY_NAME.put(name, name);
      BY_ANY_NAME.put(name.toLowerCase(Locale.ROOT), name);
    }
    // RFC 3261 20, RFC 3515, 3892, 4028, 6665.
    Map<String, String> compact =
        Map.ofEntries(
            Map.entry("i", "Call-ID"),
            Map.entry("m", "Contact"),
            Map.entry("e", "Content-Encoding"),
            Map.entry("l", "Content-Length"),
            Map.entry("c", "Content-Type"),
            Map.entry("f", "From"),
            Map.entry("s", "Subject"),
            Map.entry("k", "Supported"),
            Map.entry("t", "To"),
            Map.entry("v", "Via"),
            Map.entry("o", "Event"),
            Map.entry("u", "Allow-Events"),
            Map.entry("r", "Refer-To"),
            Map.entry("b", "Referred-By"),
            Map.entry("x", "Session-Expires"));
    compact.forEach((letter, name) -> {
      BY_ANY_NAME.put(letter, name);
      BY_ANY_NAME.put(letter.toUpperCase(Locale.ROOT), name);
    });
  }

  private HeaderNames() {}

  /** The one spelling of a name; a name nobody knows stays as it is. */
  static String canonical(String name) {
    String known = BY_ANY_NAME.get(name);
    if (known == null) {
      known = BY_ANY_NAME.get(name.toLowerCase(Locale.ROOT));
    }
    return known == null ? name : known;
  }

  static boolean single(String canonical) {
    return SINGLE.contains(canonical);
  }

  static boolean list(String canonical) {
    return LISTS.contains(canonical);
  }
}
