package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.Bind;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.PartReceipts;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierSettings.Validity;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.IdFormat;
import io.strowger.smpp.simulator.CertificateAuthority;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarrierReaderTest {
  private static final Instant NOW = Instant.ofEpochMilli(ConfigDirectory.NOW);

  private static final String EVERYTHING =
      """
      carriers:
        - id: alpha
          smpp:
            system-id: sys
            password: "pass:word"
            second-credential: {password: other}
            system-type: VMA
            interface-version: 5.0
            address-range: "^39"
            bind: transmitter+receiver
            window: 32
            messages-per-second: 12.5
            queue: 500
            timers: {connect: 1s, bind: 2s, enquire-link: 3s, response: 4s, inactivity: 5m,
                     reconnect-min: 100ms, reconnect-max: 1m}
            sender: Example
            source: {ton: 5, npi: 0}
            destination: {ton: 2, npi: 8}
            service-type: OTP
            registered-delivery: 17
            segmentation: payload
            validity: absolute
            encoding: auto-latin-1
            tlvs:
              - {tag: 0x1400, text: "1101"}
              - {tag: 5121, c-string: "7"}
              - {tag: 0x1402, hex: "00ff"}
            message-id: {response: hex, receipt: decimal}
            receipts-for-parts: last
            cancel: false
            errors:
              submit: {0x58: other-route, "069": permanent-for-number}
              receipt: {"001": retry-same-route}
            links:
              - {id: one, addresses: ["smsc.example:2775", "[::1]:2776"], local-address: 127.0.0.2}
              - {address: 127.0.0.1:2777, tls: {server-name: smsc.example}}
      routes:
        - {to: "+", sms: [alpha]}
      """;

  @TempDir Path directory;

  @Test
  void a_second_credential_differs_from_the_first() {
    String same = EVERYTHING.replace("{password: other}", "{password: \"pass:word\"}");
    List<String> problems = new ConfigDirectory(directory).problems(same);
    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().contains("second-credential.password"), problems.getFirst());
  }

  @Test
  void every_key_reaches_its_place() {
    CarrierSettings alpha = new ConfigDirectory(directory).config(EVERYTHING).carriers().getFirst();
    assertEquals(
        new Bind(
            "sys",
            "pass:word",
            "VMA",
            0x50,
            BindMode.TRANSMITTER_AND_RECEIVER,
            "^39",
            new CarrierSettings.Credential("sys", "other")),
        alpha.bind());
    assertEquals(new CarrierSettings.Flow(32, 12.5, 500), alpha.flow());
    assertEquals(
        new Timers(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(3),
            Duration.ofSeconds(4),
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofMinutes(1)),
        alpha.timers());
    var profile = alpha.profile();
    assertEquals("Example", profile.sender());
    assertEquals(List.of(5, 0), List.of(profile.sourceTon(), profile.sourceNpi()));
    assertEquals(List.of(2, 8), List.of(profile.destinationTon(), profile.destinationNpi()));
    assertEquals("OTP", profile.serviceType());
    assertEquals(17, profile.registeredDelivery());
    assertEquals(Segmentation.MESSAGE_PAYLOAD, profile.segmentation());
    assertEquals(Validity.ABSOLUTE, profile.validity());
    assertEquals(Encoding.AUTO_LATIN_1, profile.encoding());
    assertEquals(IdFormat.HEX, profile.responseId());
    assertEquals(IdFormat.DECIMAL, profile.receiptId());
    assertEquals(PartReceipts.LAST, profile.receiptsForParts());
    assertEquals(false, profile.cancelSupported());
    assertEquals(
        new CodeOverrides(
            Map.of(0x58, Disposition.OTHER_ROUTE, 69, Disposition.PERMANENT_FOR_NUMBER),
            Map.of("001", Disposition.RETRY_SAME_ROUTE)),
        profile.codeOverrides());
  }

  @Test
  void optional_parameters_are_octets() {
    List<Tlv> tlvs =
        new ConfigDirectory(directory)
            .config(EVERYTHING)
            .carriers()
            .getFirst()
            .profile()
            .extraTlvs();
    assertEquals(List.of(0x1400, 0x1401, 0x1402), tlvs.stream().map(Tlv::tag).toList());
    assertArrayEquals("1101".getBytes(StandardCharsets.US_ASCII), tlvs.get(0).value());
    assertArrayEquals(new byte[] {'7', 0}, tlvs.get(1).value());
    assertArrayEquals(new byte[] {0, (byte) 0xFF}, tlvs.get(2).value());
  }

  @Test
  void links_keep_their_addresses_in_order() {
    List<Link> links =
        new ConfigDirectory(directory).config(EVERYTHING).carriers().getFirst().links();
    assertEquals(
        new Link(
            "one",
            List.of(new HostPort("smsc.example", 2775), new HostPort("::1", 2776)),
            "127.0.0.2",
            null),
        links.getFirst());
    assertEquals(
        new Link(
            "alpha-2",
            List.of(new HostPort("127.0.0.1", 2777)),
            null,
            new CarrierSettings.Tls(null, null, null, "smsc.example")),
        links.getLast());
  }

  @Test
  void a_second_certificate_comes_with_its_key_and_after_a_first() {
    CertificateAuthority.Issued issued =
        CertificateAuthority.create("ca", NOW)
            .issue("gw", NOW.minus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(90)));
    ConfigDirectory files = new ConfigDirectory(directory);
    for (String name : List.of("one", "two")) {
      files.with(name + ".pem", issued.certificatePem()).with(name + ".key", issued.keyPem());
    }
    String first = "certificate: one.pem, key: one.key, ";
    String both =
        EVERYTHING.replace(
            "server-name: smsc.example",
            first + "second-certificate: two.pem, second-key: two.key");
    CarrierSettings.Tls tls = files.config(both).carriers().getFirst().links().getLast().tls();
    assertEquals(
        new CarrierSettings.Tls(
            null,
            directory.resolve("one.pem"),
            directory.resolve("one.key"),
            directory.resolve("two.pem"),
            directory.resolve("two.key"),
            null),
        tls);
    assertTrue(
        files
            .problems(both.replace(first, ""))
            .getFirst()
            .contains("tls.second-certificate: needs a certificate to be the second of"));
    assertTrue(
        files
            .problems(both.replace(", second-key: two.key", ""))
            .getFirst()
            .contains("second-certificate and second-key go together"));
  }

  @Test
  void a_carrier_without_receipts_is_warned_of() {
    String deaf =
        """
        carriers:
          - {id: a, smpp: {system-id: s, password: p, bind: transmitter, links: [{address: h:1}]}}
          - {id: b, smpp: {system-id: s, password: p, registered-delivery: 0, links: [{address: h:1}]}}
        """;
    List<String> warnings = new ConfigDirectory(directory).warnings(deaf);
    assertTrue(warnings.toString().contains("a transmitter hears no receipts"), warnings::toString);
    assertTrue(warnings.toString().contains("asks for no receipts"), warnings::toString);
  }

  @Test
  void smpp_3_3_refuses_what_it_does_not_know() {
    String old =
        """
        carriers:
          - id: a
            smpp:
              system-id: s
              password: p
              interface-version: "3.3"
              segmentation: sar
              tlvs: [{tag: 1, text: x}]
              links: [{address: h:1}]
        """;
    assertEquals(3, new ConfigDirectory(directory).problems(old).size());
    String fit =
        old.replace("sar", "udh-16").replace("tlvs", "bind: transmitter+receiver\n      #");
    assertEquals(
        0x33,
        new ConfigDirectory(directory).config(fit).carriers().getFirst().bind().interfaceVersion());
  }
}
