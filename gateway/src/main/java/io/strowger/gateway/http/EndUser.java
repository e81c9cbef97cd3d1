package io.strowger.gateway.http;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whoever caused a message, by the address the client saw: one IPv4 address, or the 64 bits of an
 * IPv6 address that one subscriber has to himself (RFC 6177).
 */
final class EndUser {
  static final int LENGTH_MAX = 64;
  static final String ALLOWED = "an IPv4 or IPv6 address, such as 192.0.2.7";
  private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}([.][0-9]{1,3}){3}");
  private static final int SUBSCRIBER_OCTETS = 8;

  private EndUser() {}

  /** Null when it is no address; names are never looked up. */
  static @Nullable String of(String address) {
    boolean sixth = address.indexOf(':') >= 0 && address.indexOf('%') < 0;
    // Without this check 1 would be read as 0.0.0.1.
    if (address.length() > LENGTH_MAX || !(sixth || IPV4.matcher(address).matches())) {
      return null;
    }
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(parsed.getAddress(), 0, SUBSCRIBER_OCTETS)
          : parsed.getHostAddress();
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
