package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.voice.CallerSettings;
import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.message.Transport;
import io.strowger.sip.trunk.NumberFormat;
import io.strowger.sip.trunk.TrunkSettings;
import io.strowger.smpp.simulator.CertificateAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SipReaderTest {
  private static final String EVERYTHING =
      """
      carriers:
        - id: vox
          sip:
            caller-id: "+390212345"
            calls-per-second: 5
            concurrent-calls: 30
            number-format: national
            country-code: "39"
            trunk-prefix: "0"
            number-prefix: "9"
            display-name: Example Bank
            asserted-identity: false
            remote-party-id: true
            withheld: true
            codecs: [pcmu, pcma]
            packet-time: 30
            reliable-provisional: false
            session-timer: 10m
            options-interval: 15s
            listen: "127.0.0.1:5090"
            tls: {trust: ca.pem, certificate: gw.pem, key: gw.key, listen: "127.0.0.1:5091",
                  second-certificate: two.pem, second-key: two.key, client-required: true}
            trunks:
              - {id: one, address: "sip.example:5061;transport=tls", priority: 3, username: u,
                 password: p, second-credential: {password: q}, register: true, domain: voice.example, srtp: sdes, redirects: 2}
              - {address: "192.0.2.7"}
      routes:
        - {to: "+", voice: [vox]}
      """;

  @TempDir private Path directory;

  private ConfigDirectory files() {
    Instant now = Instant.ofEpochMilli(ConfigDirectory.NOW);
    CertificateAuthority authority = CertificateAuthority.create("ca", now);
    CertificateAuthority.Issued issued =
        authority.issue("gw", now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(90)));
    return new ConfigDirectory(directory)
        .with("ca.pem", authority.pem())
        .with("two.pem", issued.certificatePem())
        .with("two.key", issued.keyPem())
        .with("gw.pem", issued.certificatePem())
        .with("gw.key", issued.keyPem());
  }

  @Test
  void every_key_reaches_its_place() {
    CallerSettings vox = files().config(EVERYTHING).callers().getFirst();
    TrunkSettings one = vox.carrier().trunks().getFirst();
    assertEquals("one", one.id());
    assertEquals(3, one.priority());
    assertEquals(
        new TrunkSettings.Peer("sip.example", 5061, Transport.TLS, "voice.example"), one.peer());
    assertEquals(
        new TrunkSettings.Caller("390212345", "Example Bank", false, true, true), one.caller());
    assertEquals(
        new NumberFormat(NumberFormat.Style.NATIONAL, "39", "0", "00", "9"), one.numbers());
    assertEquals(new TrunkSettings.Limits(30, 5), one.limits());
    assertEquals(new TrunkSettings.Health(3, 2, 15_000, 5_000, 4_000), one.health());
    assertEquals(new CallPlan.Features(false, 600, 2, "Strowger"), one.features());
    assertEquals(
        new MediaRequest(
            List.of(G711.PCMU, G711.PCMA),
            30,
            MediaRequest.Family.IPV4,
            MediaRequest.Encryption.SDES),
        one.media());
    assertEquals(
        List.of(new DigestCredentials("u", "p"), new DigestCredentials("u", "q")),
        one.credentials());
    assertEquals("u", one.registration() == null ? null : one.registration().user());
    CallerSettings.Doors doors = vox.doors();
    assertEquals(5090, doors.listen() == null ? 0 : doors.listen().getPort());
    assertEquals(5091, doors.tlsListen() == null ? 0 : doors.tlsListen().getPort());
    assertEquals(directory.resolve("ca.pem"), doors.tls().trust());
    assertEquals(directory.resolve("gw.pem"), doors.tls().certificate());
    assertEquals(directory.resolve("gw.key"), doors.tls().key());
    assertEquals(directory.resolve("two.pem"), doors.tls().secondCertificate());
    assertEquals(directory.resolve("two.key"), doors.tls().secondKey());
    assertTrue(doors.tls().peerRequired());
    TrunkSettings two = vox.carrier().trunks().get(1);
    assertEquals("vox-2", two.id());
    assertNull(two.peer().transport());
    assertEquals(MediaRequest.Encryption.NONE, two.media().encryption());
  }

  @Test
  void what_cannot_be_is_told_with_its_place() {
    told("certificate: gw.pem, key: gw.key, listen", "listen", "needs a certificate and its key");
    told("key: gw.key, ", "", "certificate and key go together");
    told(", second-key: two.key", "", "second-certificate and second-key go together");
    told("ca.pem", "gone.pem", "does not exist");
    told("certificate: gw.pem", "certificate: gw.key", "certificate");
    told("key: gw.key", "key: gw.pem", "holds no private key");
    told("[pcmu, pcma]", "[pcmu, opus]", "codecs");
    told("[pcmu, pcma]", "[pcmu, pcmu]", "codecs");
    told("packet-time: 30", "packet-time: 25", "packet-time");
    told("srtp: sdes", "srtp: dtls", "srtp");
    told("session-timer: 10m", "session-timer: 10s", "session-timer");
    told("redirects: 2", "redirects: 20", "redirects");
    told("domain: voice.example", "domain: \"voice example\"", "domain");
    told("127.0.0.1:5091", "127.0.0.1:5090", "is also the address of line");
    told("password: p, ", "", "username and password go together");
    told("password: q", "password: p", "is that of the first credential");
    told("{password: q}", "{username: v}", "second-credential");
    told("transport=tls", "transport=sctp", "no transport");
  }

  private void told(String right, String wrong, String problem) {
    assertTrue(EVERYTHING.contains(right), right);
    ConfigResult.Invalid invalid =
        assertInstanceOf(
            ConfigResult.Invalid.class, files().load(EVERYTHING.replace(right, wrong)), wrong);
    String first = invalid.problems().getFirst().toString();
    assertTrue(first.contains(problem), first);
    assertTrue(first.contains("carriers[0].sip"), first);
    assertTrue(first.matches(".*strowger\\.yaml:[0-9]+:[0-9]+: .*"), first);
  }

  @Test
  void keys_of_sound_in_the_clear_and_files_for_nothing_are_warned_of() {
    String clear =
        EVERYTHING
            .replace(";transport=tls", ";transport=udp")
            .replace("\"192.0.2.7\"", "\"192.0.2.7:5060;transport=udp\"");
    ConfigResult.Loaded loaded = assertInstanceOf(ConfigResult.Loaded.class, files().load(clear));
    String warnings = loaded.warnings().toString();
    assertTrue(warnings.contains("keys of the sound travel in the clear"), warnings);
    assertTrue(warnings.contains("no trunk of this carrier has ;transport=tls"), warnings);
  }

  @Test
  void what_all_calls_share_is_checked_too() {
    for (String wrong :
        List.of("rtp-ports: 20000-10000", "rtp-ports: 70000-80000", "prompts: no")) {
      ConfigResult.Invalid invalid =
          assertInstanceOf(
              ConfigResult.Invalid.class, files().load(EVERYTHING + "voice: {" + wrong + "}\n"));
      assertTrue(invalid.problems().getFirst().toString().contains("voice."), wrong);
    }
  }
}
