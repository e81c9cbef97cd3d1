package io.strowger.gateway.main;

import static io.strowger.gateway.main.CallingGateway.PATIENCE;
import static io.strowger.gateway.main.CallingGateway.codes;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.sip.message.Transport;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkDials.MediaSecurity;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.smpp.simulator.CertificateAuthority;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole gateway with a carrier over TLS that takes encrypted sound only. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SecureVoiceGatewayTest {
  private static final String HOST = "localhost";

  private final Instant now = Instant.now();
  private final CertificateAuthority authority = CertificateAuthority.create("carrier", now);
  @TempDir private Path folder;
  private TrunkSimulator trunk;

  @BeforeEach
  void start() throws IOException {
    show(authority.issue(HOST, now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2))));
    Files.writeString(folder.resolve("trust.pem"), authority.pem());
    CertificateAuthority.Issued ours =
        authority.issue("gw", now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(2)));
    Files.writeString(folder.resolve("gw.pem"), ours.certificatePem());
    Files.writeString(folder.resolve("gw.key"), ours.keyPem());
    trunk =
        TrunkSimulator.start(
            new TrunkSimulator.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of(Transport.TLS),
                new TlsFiles(
                    folder.resolve("carrier.pem"),
                    folder.resolve("carrier.key"),
                    folder.resolve("trust.pem"),
                    true),
                List.of(),
                TrunkSimulator.Settings.REMEMBER_DEFAULT,
                1,
                System::currentTimeMillis,
                System::nanoTime),
            TrunkDials.builder().srtp(MediaSecurity.REQUIRED).build(),
            null);
  }

  private void show(CertificateAuthority.Issued carrier) throws IOException {
    Files.writeString(folder.resolve("carrier.pem"), carrier.certificatePem());
    Files.writeString(folder.resolve("carrier.key"), carrier.keyPem());
  }

  @AfterEach
  void stop() {
    trunk.close();
  }

  private String carrier(String trust, String srtp, String domain) {
    return """
    carriers:
      - id: vox
        sip:
          caller-id: "+390600000001"
          codecs: [pcmu]
          tls: {trust: %s, certificate: gw.pem, key: gw.key}
          trunks:
            - {address: "127.0.0.1:%d;transport=tls", domain: %s, srtp: %s}
    routes:
      - {to: "+", voice: [vox]}
    """
        .formatted(trust, trunk.address().getPort(), domain, srtp);
  }

  @Test
  void a_code_is_spoken_over_tls_and_srtp_to_a_carrier_that_wants_both() throws Exception {
    try (CallingGateway gateway =
        CallingGateway.start(folder, carrier("trust.pem", "sdes", HOST))) {
      JsonNode message = gateway.ended(gateway.call("+393401234511", "2m"));
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
      await().atMost(PATIENCE).until(() -> codes(trunk).contains("482913"));
    }
  }

  @Test
  void a_carrier_that_wants_encrypted_sound_is_not_called_with_clear_sound() throws Exception {
    try (CallingGateway gateway =
        CallingGateway.start(folder, carrier("trust.pem", "none", HOST))) {
      String id = gateway.call("+393401234512", "20s");
      await().atMost(PATIENCE).until(() -> trunk.report().finals().containsKey(488));
      JsonNode message = gateway.ended(id);
      assertTrue(
          List.of("failed", "expired").contains(message.path("state").asText()),
          message::toPrettyString);
      assertEquals(0, trunk.report().count(Count.MEDIA_HEARD));
    }
  }

  @Test
  void a_carrier_with_another_host_s_certificate_is_told_nothing() throws Exception {
    try (CallingGateway gateway =
        CallingGateway.start(folder, carrier("trust.pem", "sdes", "another.example"))) {
      JsonNode message = gateway.ended(gateway.call("+393401234513", "15s"));
      assertTrue(
          List.of("failed", "expired").contains(message.path("state").asText()),
          message::toPrettyString);
      assertEquals(0, trunk.report().count(Count.INVITES));
      assertEquals(0, trunk.report().count(Count.OPTIONS));
      JsonNode trunks =
          gateway.until(
              "/v1/admin/trunks", all -> all.at("/trunks/0/state").asText().equals("DOWN"));
      String why = trunks.at("/trunks/0/last_error").asText();
      assertTrue(why.contains("certificate"), why);
      assertTrue(TrunkCommand.table(trunks).toString().contains("certificate"));
    }
  }

  @Test
  void a_carrier_whose_new_authority_comes_to_be_trusted_is_called_without_a_restart()
      throws Exception {
    Path trust = folder.resolve("late.pem");
    Files.writeString(trust, CertificateAuthority.create("another", now).pem());
    try (CallingGateway gateway = CallingGateway.start(folder, carrier("late.pem", "sdes", HOST))) {
      String id = gateway.call("+393401234514", "2m");
      gateway.until("/v1/messages/" + id, message -> message.at("/attempts/0/refusal").isObject());
      assertEquals(0, trunk.report().count(Count.INVITES));
      Files.writeString(trust, authority.pem());
      // The clock of some file systems is too coarse to tell two writes of one test apart.
      Files.setLastModifiedTime(trust, FileTime.from(now.plusSeconds(5)));
      await().atMost(PATIENCE).until(() -> trunk.report().count(Count.OPTIONS) > 0);
      JsonNode message = gateway.ended(gateway.call("+393401234515", "2m"));
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
    }
  }

  @Test
  void other_files_and_another_listening_address_take_new_sockets() throws Exception {
    Path wrong = folder.resolve("wrong.pem");
    Files.writeString(wrong, CertificateAuthority.create("another", now).pem());
    try (CallingGateway gateway =
        CallingGateway.start(folder, carrier("wrong.pem", "sdes", HOST))) {
      String id = gateway.call("+393401234516", "2m");
      gateway.until("/v1/messages/" + id, message -> message.at("/attempts/0/refusal").isObject());
      gateway.reconfigure(carrier("trust.pem", "sdes", HOST));
      JsonNode message = gateway.ended(gateway.call("+393401234517", "2m"));
      assertEquals("delivered", message.path("state").asText(), message::toPrettyString);
    }
  }
}
