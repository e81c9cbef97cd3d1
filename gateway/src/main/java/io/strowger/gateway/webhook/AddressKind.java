package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.WebhookRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an address is, by the registries of special-purpose addresses (RFC 6890): whoever makes the
 * gateway call an address of his choice must not reach what only the gateway can reach.
 */
enum AddressKind {
  PUBLIC,

  /** Of this site: private, shared (RFC 6598), unique local, loopback. */
  PRIVATE,

  /** Nobody's receiver: link-local with the clouds' metadata services, multicast, reserved. */
  SPECIAL;

  private static final List<Network> PRIVATE_NETWORKS =
      networks(
          "10.0.0.0/8",
          "172.16.0.0/12",
          "192.168.0.0/16",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "::1",
          "fc00::/7");

  private static final List<Network> SPECIAL_NETWORKS =
      networks(
          "0.0.0.0/8",
          "169.254.0.0/16",
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          "224.0.0.0/4",
          "240.0.0.0/4",
          "2001::/23",
          "2001:db8::/32",
          "3fff::/20",
          // Alibaba's and Amazon's metadata services stand inside private blocks.
          "100.100.100.200",
          "fd00:ec2::254");

  /** The only block of which IANA gives out unicast addresses (RFC 4291 section 2.4). */
  private static final Network GLOBAL_UNICAST = Network.parse("2000::/3");

  /** Addresses that stand for an IPv4 address, and where in them it is (RFC 6052, RFC 3056). */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");

  static AddressKind of(InetAddress address) {
    byte[] octets = address.getAddress();
    if (NAT64.contains(address)) {
      return of(embedded(octets, 12));
    }
    if (SIX_TO_FOUR.contains(address)) {
      return of(embedded(octets, 2));
    }
    if (holds(SPECIAL_NETWORKS, address)) {
      return SPECIAL;
    }
    if (holds(PRIVATE_NETWORKS, address)) {
      return PRIVATE;
    }
    return octets.length == 4 || GLOBAL_UNICAST.contains(address) ? PUBLIC : SPECIAL;
  }

  /** Whether an account's requests may go there. */
  static boolean mayReach(WebhookRules.Reach reach, InetAddress address) {
    if (holds(reach.networks(), address)) {
      return true;
    }
    return switch (of(address)) {
      case PUBLIC -> true;
      case PRIVATE -> reach.privateToo();
      case SPECIAL -> false;
    };
  }

  private static InetAddress embedded(byte[] octets, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(octets, from, from + 4));
    } catch (UnknownHostException e) {
      throw new AssertionError("four octets are an address", e);
    }
  }

  private static boolean holds(List<Network> networks, InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  private static List<Network> networks(String... texts) {
    return Stream.of(texts).map(Network::parse).toList();
  }
}
