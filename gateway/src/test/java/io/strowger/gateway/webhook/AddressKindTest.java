package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.WebhookRules.Reach;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressKindTest {
  private static final Reach PRIVATE_TOO = new Reach(true, List.of());

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8.8.8.8",
        "172.15.255.255",
        "172.32.0.0",
        "100.63.255.255",
        "100.128.0.0",
        "169.253.1.1",
        "223.255.255.255",
        "2606:4700::1111",
        "2001:4860:4860::8888",
        "64:ff9b::808:808",
        "2002:808:808::1"
      })
  void public_addresses_may_be_reached(String literal) {
    assertEquals(AddressKind.PUBLIC, AddressKind.of(address(literal)));
    assertTrue(AddressKind.mayReach(Reach.PUBLIC, address(literal)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1", "127.255.255.254", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
        "100.64.0.1", "::1", "fd12:3456::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.1.2.3",
        "64:ff9b::7f00:1", "2002:a00:1::1"
      })
  void private_and_loopback_addresses_only_where_the_account_may(String literal) {
    assertEquals(AddressKind.PRIVATE, AddressKind.of(address(literal)));
    assertFalse(AddressKind.mayReach(Reach.PUBLIC, address(literal)));
    assertTrue(AddressKind.mayReach(PRIVATE_TOO, address(literal)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0.0.0.0",
        "0.1.2.3",
        "169.254.169.254",
        "192.0.0.8",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.7",
        "203.0.113.9",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "100.100.100.200",
        "::",
        "::7f00:1",
        "fe80::1",
        "fec0::1",
        "ff02::1",
        "fd00:ec2::254",
        "2001:db8::1",
        "2001::1",
        "3fff::1",
        "4000::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:a9fe:a9fe::"
      })
  void special_addresses_never_unless_their_network_is_named(String literal) {
    assertEquals(AddressKind.SPECIAL, AddressKind.of(address(literal)));
    assertFalse(AddressKind.mayReach(PRIVATE_TOO, address(literal)));
    Reach named = new Reach(false, List.of(Network.parse(address(literal).getHostAddress())));
    assertTrue(AddressKind.mayReach(named, address(literal)));
  }

  @Test
  void a_named_network_opens_itself_alone() {
    Reach reach = new Reach(false, List.of(Network.parse("10.1.0.0/16")));
    assertTrue(AddressKind.mayReach(reach, address("10.1.255.1")));
    assertFalse(AddressKind.mayReach(reach, address("10.2.0.1")));
    assertTrue(AddressKind.mayReach(reach, address("8.8.8.8")));
  }
}
