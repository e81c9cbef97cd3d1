package io.strowger.gateway.account;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A block of addresses, as RFC 4632 and RFC 4291 write it.
 *
 * @param prefixLength 0–32 for IPv4, 0–128 for IPv6
 */
public record Network(InetAddress base, int prefixLength) {
  public Network {
    if (prefixLength < 0 || prefixLength > base.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("the prefix is longer than the address");
    }
  }

  /**
   * @param text an address, or an address and a prefix length, such as 10.0.0.0/8; never a name
   * @throws IllegalArgumentException when it is anything else
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress base = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int whole = base.getAddress().length * Byte.SIZE;
    return new Network(base, slash < 0 ? whole : Integer.parseInt(text.substring(slash + 1)));
  }

  public boolean contains(InetAddress address) {
    byte[] ours = base.getAddress();
    byte[] theirs = address.getAddress();
    if (ours.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / Byte.SIZE;
    if (!Arrays.equals(ours, 0, whole, theirs, 0, whole)) {
      return false;
    }
    int rest = prefixLength % Byte.SIZE;
    int mask = 0xFF << (Byte.SIZE - rest);
    return rest == 0 || (ours[whole] & mask) == (theirs[whole] & mask);
  }
}
