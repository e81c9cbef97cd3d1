package io.strowger.sip.trunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Callers who do anything in any order: each call is bounded, and nothing of it stays. */
final class ReceivedCallsPropertyTest {
  private static final String NUMBER = "390299887766";

  /** A minute, and as long again until an answer counts as not acknowledged and more. */
  private static final long LONGEST_MILLIS = 124_000;

  private static final List<String> METHODS =
      List.of("BYE", "ACK", "CANCEL", "INVITE", "UPDATE", "INFO", "REFER", "OPTIONS", "PRACK");

  /** Of answers to our BYE. */
  private static final List<Integer> STATUSES = List.of(200, 401, 401, 407, 481, 100);

  @Test
  void any_order_of_events_ends_within_its_time_and_leaves_nothing() throws Exception {
    int keyed = 0;
    long authorized = 0;
    long hungUp = 0;
    for (long seed = 1; seed <= 200; seed++) {
      TrunkRig rig = run(seed, new SplittableRandom(seed));
      keyed += rig.keyed.size();
      hungUp += rig.count("BYE");
      authorized +=
          rig.requests.stream().filter(request -> request.header("Authorization") != null).count();
    }
    assertTrue(keyed > 50, keyed + " times keyed");
    assertTrue(hungUp > 50, hungUp + " BYEs of ours");
    assertTrue(authorized > 50, authorized + " of them with credentials");
  }

  private static TrunkRig run(long seed, SplittableRandom random) throws UnknownHostException {
    TrunkSettings plain = TrunkRig.trunk("a", 1, 0);
    TrunkSettings trunk =
        new TrunkSettings(
            plain.id(),
            plain.priority(),
            plain.peer(),
            List.of(new DigestCredentials("u", "old"), new DigestCredentials("u", "new")),
            null,
            plain.caller(),
            plain.numbers(),
            plain.limits(),
            plain.health(),
            plain.features(),
            plain.media());
    TrunkRig rig = new TrunkRig(trunk);
    rig.engine.reconfigure(
        new SipCarrierSettings("alpha", List.of(trunk)).withOwnNumbers(Set.of(NUMBER)));
    rig.poll();
    Flow flow =
        new Flow(
            Transport.UDP,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 5060),
            new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1}), 5062),
            0);
    int cseq = 1;
    for (int event = 0; event < 120; event++) {
      String callId = "call" + random.nextInt(12);
      boolean begins = random.nextInt(3) == 0;
      String method = begins ? "INVITE" : METHODS.get(random.nextInt(METHODS.size()));
      String tag = begins || method.equals("CANCEL") ? "" : tagOf(rig, callId);
      int number =
          method.equals("ACK") || method.equals("CANCEL") ? random.nextInt(cseq) + 1 : ++cseq;
      SipRequest.Builder request =
          SipRequest.builder(method, "sip:" + NUMBER + "@192.0.2.200")
              .header("Via", "SIP/2.0/UDP 192.0.2.1:5062;branch=z9hG4bK" + callId + number)
              .header("From", "<sip:+39333@192.0.2.1>;tag=far")
              .header("To", "<sip:" + NUMBER + "@192.0.2.200>" + tag)
              .header("Call-ID", callId)
              .header("Contact", "<sip:far@192.0.2.1:5062>")
              .header("CSeq", number + " " + method);
      if (random.nextBoolean()) {
        request.body("application/sdp", TrunkRig.SDP.getBytes(StandardCharsets.UTF_8));
      }
      rig.mediaFull = random.nextInt(20) == 0;
      rig.engine.received(new SipReading.Message(request.build()), flow);
      rig.poll();
      if (!rig.lines.isEmpty()) {
        TrunkRig.FakeLine line = rig.lines.get(random.nextInt(rig.lines.size()));
        line.packets += random.nextInt(100);
        line.events.key("0123456789*#".charAt(random.nextInt(12)));
        rig.poll();
      }
      if (rig.count("BYE") > 0 && random.nextInt(3) == 0) {
        int status = STATUSES.get(random.nextInt(STATUSES.size()));
        String realm = "realm=\"r" + random.nextInt(3) + "\", nonce=\"n" + event + "\"";
        String stale = random.nextBoolean() ? ", stale=true" : "";
        rig.answer("BYE", status, "WWW-Authenticate: Digest " + realm + stale);
      }
      long open = rig.lines.stream().filter(line -> !line.closed).count();
      assertTrue(open <= ReceivedCalls.CALLS_MAX, "seed " + seed + ": " + open + " at once");
      rig.pass(random.nextInt(4) == 0 ? random.nextInt(20_000) : random.nextInt(700));
    }
    rig.pass(LONGEST_MILLIS);
    assertTrue(rig.lines.stream().allMatch(line -> line.closed), "seed " + seed);
    rig.pass(100_000);
    assertEquals(0, rig.engine.leftovers(), "seed " + seed);
    assertEquals(0, rig.count("INVITE"), "seed " + seed + ": nobody is called");
    Set<String> begun = new HashSet<>();
    for (SipResponse answer : rig.answers) {
      if (answer.status() == 200 && answer.cseqMethod().equals("INVITE")) {
        begun.add(answer.callId() + answer.toTag());
      }
    }
    Map<String, Integer> byes = new HashMap<>();
    for (SipRequest request : rig.requests) {
      if (request.method().equals("BYE")) {
        byes.merge(request.callId() + request.header("From"), (int) request.cseq(), Math::max);
      }
    }
    assertTrue(byes.values().stream().allMatch(count -> count <= 4), "seed " + seed + byes);
    assertTrue(begun.size() <= rig.lines.size(), "seed " + seed + ": each answer has its sound");
    return rig;
  }

  private static String tagOf(TrunkRig rig, String callId) {
    for (SipResponse answer : rig.answers.reversed()) {
      if (answer.callId().equals(callId) && answer.toTag() != null) {
        return ";tag=" + answer.toTag();
      }
    }
    return ";tag=none";
  }
}
