package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestSession;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who calls whom, as each trunk wants it written. */
final class DialledTest {
  private static final Target UDP =
      Target.of(Transport.UDP, new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060));

  private static TrunkSettings trunk(TrunkSettings.Caller caller, NumberFormat numbers) {
    TrunkSettings plain =
        TrunkSettings.of(
            "a",
            new TrunkSettings.Peer("192.0.2.1", 5060, Transport.UDP, "carrier.example"),
            caller);
    return new TrunkSettings(
        "a",
        0,
        plain.peer(),
        List.of(),
        null,
        caller,
        numbers,
        plain.limits(),
        plain.health(),
        plain.features(),
        plain.media());
  }

  private static CallPlan.Addressing dialled(TrunkSettings.Caller caller, NumberFormat numbers) {
    CallPlan.Addressing addressing =
        Dialled.addressing(trunk(caller, numbers), "390612345678", UDP, "192.0.2.200:5060");
    assertNotNull(addressing);
    return addressing;
  }

  private static List<String> headers(CallPlan.Addressing addressing) {
    return addressing.headers().stream().map(one -> one.name() + ": " + one.value()).toList();
  }

  @Test
  void a_caller_is_named_in_from_and_asserted_to_the_trunk() {
    CallPlan.Addressing addressing =
        dialled(
            new TrunkSettings.Caller("39029876543", "Acme", true, false, false), NumberFormat.E164);
    assertEquals("sip:+390612345678@carrier.example", addressing.requestUri());
    assertEquals("<sip:+390612345678@carrier.example>", addressing.to());
    assertEquals("\"Acme\" <sip:+39029876543@carrier.example>", addressing.from());
    assertEquals(
        List.of("P-Asserted-Identity: \"Acme\" <sip:+39029876543@carrier.example>"),
        headers(addressing));
  }

  @Test
  void a_withheld_caller_is_known_to_the_trunk_alone() {
    CallPlan.Addressing addressing =
        dialled(
            new TrunkSettings.Caller("39029876543", "Acme", true, true, true), NumberFormat.E164);
    assertEquals("\"Anonymous\" <sip:anonymous@anonymous.invalid>", addressing.from());
    List<String> headers = headers(addressing);
    assertTrue(headers.contains("Privacy: id"), "" + headers);
    assertTrue(
        headers.contains(
            "Remote-Party-ID: \"Acme\" <sip:+39029876543@carrier.example>"
                + ";party=calling;privacy=full;screen=yes"),
        "" + headers);
    assertTrue(
        headers.contains("P-Asserted-Identity: \"Acme\" <sip:+39029876543@carrier.example>"),
        "" + headers);
    assertFalse(addressing.contact().contains("39029876543"));
  }

  @Test
  void an_open_caller_may_be_told_by_remote_party_id_alone() {
    assertEquals(
        List.of(
            "Remote-Party-ID: <sip:+39029876543@carrier.example>"
                + ";party=calling;privacy=off;screen=yes"),
        headers(
            dialled(
                new TrunkSettings.Caller("39029876543", "", false, true, false),
                NumberFormat.E164)));
  }

  @Test
  void numbers_of_both_are_written_alike_and_one_that_cannot_be_is_not_called() {
    NumberFormat national = new NumberFormat(NumberFormat.Style.NATIONAL, "39", "0", "", "");
    CallPlan.Addressing addressing =
        dialled(new TrunkSettings.Caller("39029876543", "", true, false, false), national);
    assertEquals("sip:00612345678@carrier.example", addressing.requestUri());
    assertEquals("<sip:0029876543@carrier.example>", addressing.from());
    assertNull(
        Dialled.addressing(
            trunk(TrunkSettings.Caller.of("39029876543"), national), "441234567890", UDP, "x"));
    DigestSession.Header none = new DigestSession.Header("Privacy", "id");
    assertFalse(addressing.headers().contains(none));
  }
}
