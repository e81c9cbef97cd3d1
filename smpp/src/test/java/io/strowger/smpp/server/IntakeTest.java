package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MultiDestination;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.RegisteredDelivery.Final;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.text.DataCoding;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What requests become for the application, or the status that they are refused with. */
final class IntakeTest {
  private static final long NOW = Instant.parse("2026-11-22T15:00:00Z").toEpochMilli();
  private static final String LONG_TEXT =
      "Код 123456. Never tell it to anybody, whoever asks. ".repeat(6);
  private static final byte[] TEXT = "Code 1".getBytes(StandardCharsets.US_ASCII);

  private final TestApplication application = new TestApplication();
  private final ServerEngine engine =
      new ServerEngine(
          LiveServer.settings(Limits.DEFAULT, EsmeTimers.DEFAULT, null), application, NOW);
  private long now = NOW;
  private int sequence = 10;

  IntakeTest() {
    application.sink = responses -> engine.respond(responses, now);
  }

  private FakeEsme bound() {
    return FakeEsme.bound(engine, "esme", BindType.TRANSCEIVER, now);
  }

  private static ShortMessage message(
      int esmClass, String schedule, String validity, int dataCoding, byte[] text, Tlv... tlvs) {
    return new ShortMessage(
        "OTP",
        new Address(5, 0, "Bank"),
        new Address(1, 1, "39333"),
        esmClass,
        0x41,
        2,
        schedule,
        validity,
        0x12,
        1,
        dataCoding,
        0,
        text,
        List.of(tlvs));
  }

  private static ShortMessage part(TextPart part) {
    return message(
        part.esmClass(),
        "",
        "",
        part.dataCoding(),
        part.shortMessage(),
        part.tlvs().toArray(Tlv[]::new));
  }

  private int status(ShortMessage message) {
    FakeEsme esme = bound();
    esme.send(new Pdu.SubmitSm(++sequence, message), now);
    return esme.statuses().getFirst();
  }

  private InboundMessage taken(ShortMessage message) {
    assertEquals(0, status(message));
    return application.submits().getLast().message();
  }

  @Test
  void all_that_a_client_says_reaches_the_application() {
    InboundMessage taken =
        taken(
            message(
                0,
                "261122153000000+",
                "000000000130000R",
                0,
                TEXT,
                new Tlv(Tlv.USER_MESSAGE_REFERENCE, new byte[] {1, 2})));
    assertEquals("OTP", taken.serviceType());
    assertEquals(new Address(5, 0, "Bank"), taken.source());
    assertEquals(List.of(new Address(1, 1, "39333")), taken.destinations());
    assertEquals("Code 1", taken.text());
    assertEquals(new RegisteredDelivery(Final.ON_FAILURE, true), taken.registeredDelivery());
    assertEquals(NOW + 90_000, taken.expiresAtMillis());
    assertEquals(NOW + 1_800_000, taken.dueAtMillis());
    assertEquals(0x41, taken.protocolId());
    assertEquals(2, taken.priority());
    assertTrue(taken.replaceIfPresent());
    assertEquals(258, taken.userReference());
    assertFalse(taken.toString().contains("Code"));
  }

  @Test
  void what_is_absent_is_zero_or_null_and_a_schedule_in_the_past_is_now() {
    InboundMessage taken = taken(message(0, "251122153000000+", "", 0, TEXT));
    assertEquals(0, taken.expiresAtMillis());
    assertEquals(0, taken.dueAtMillis());
    assertNull(taken.userReference());
  }

  @ParameterizedTest
  @CsvSource({
    // esm_class, schedule, validity, data_coding, status
    "4, '', '', 0, ESME_RINVESMCLASS",
    "32, '', '', 0, ESME_RINVESMCLASS",
    "0, tomorrow, '', 0, ESME_RINVSCHED",
    "0, 261322153000000+, '', 0, ESME_RINVSCHED",
    "0, '', 90, 0, ESME_RINVEXPIRY",
    "0, '', 000000000000000R, 0, ESME_RINVEXPIRY",
    "0, '', 261122145959900+, 0, ESME_RINVEXPIRY",
    "0, '', '', 4, ESME_RSUBMITFAIL",
    "0, '', '', 2, ESME_RSUBMITFAIL",
    "0, '', '', 6, ESME_RSUBMITFAIL",
    "0, '', '', 245, ESME_RSUBMITFAIL",
    "0, '', '', 20, ESME_RSUBMITFAIL",
    "3, '', '', 0, ESME_ROK",
    "128, '', '', 240, ESME_ROK",
    "0, '', '', 16, ESME_ROK",
    "0, '', '', 3, ESME_ROK",
  })
  void every_refusal_has_its_own_status(
      int esmClass, String schedule, String validity, int dataCoding, CommandStatus status) {
    assertEquals(status.value(), status(message(esmClass, schedule, validity, dataCoding, TEXT)));
  }

  @Test
  void a_destination_a_source_and_a_text_are_looked_at() {
    FakeEsme esme = bound();
    esme.send(new Pdu.SubmitSm(2, RawEsme.message("", "x")), now);
    esme.send(new Pdu.SubmitSm(3, RawEsme.message("1".repeat(21), "x")), now);
    esme.send(
        new Pdu.SubmitSm(4, RawEsme.message("39", "x", new Tlv(Tlv.MESSAGE_PAYLOAD, new byte[3]))),
        now);
    assertEquals(
        List.of(
            CommandStatus.ESME_RINVDSTADR.value(),
            CommandStatus.ESME_RINVDSTADR.value(),
            CommandStatus.ESME_ROPTPARNOTALLWD.value()),
        esme.statuses());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 00, @",
    "1, 405b, @[",
    "1, 00611b3c1b65, @a[€",
    "3, e9, é",
    "8, 0416, Ж",
    "240, 11, _",
    "0, 1b65, €",
    "8, d83ddd11, 🔑"
  })
  void each_coding_is_decoded(int dataCoding, String hex, String text) {
    byte[] octets = java.util.HexFormat.of().parseHex(hex);
    assertEquals(text, taken(message(0, "", "", dataCoding, octets)).text());
  }

  @Test
  void coding_0_can_mean_latin_1_to_an_account() {
    application.accounts.put("esme", new AccountTerms("esme", 10, 100, 0, 10, DataCoding.LATIN_1));
    byte[] octets = "a_b@c é".getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("a_b@c é", taken(message(0, "", "", 0, octets)).text());
    assertEquals("Ж", taken(message(0, "", "", 8, new byte[] {4, 0x16})).text());
  }

  @ParameterizedTest
  @EnumSource(Segmentation.class)
  void parts_come_together_and_all_are_answered(Segmentation segmentation) {
    FakeEsme one = bound();
    FakeEsme two = bound();
    List<TextPart> parts = Segmenter.split(LONG_TEXT, Encoding.AUTO, segmentation, 300);
    for (int i = 0; i < parts.size(); i++) {
      (i % 2 == 0 ? one : two).send(new Pdu.SubmitSm(100 + i, part(parts.get(i))), now);
    }
    assertEquals(LONG_TEXT, application.submits().getFirst().message().text());
    assertEquals(parts.size(), application.submits().getFirst().requests().size());
    assertEquals(parts.size(), one.received.size() + two.received.size());
    assertTrue(one.statuses().stream().allMatch(status -> status == 0));
    assertEquals(
        segmentation == Segmentation.MESSAGE_PAYLOAD ? 0 : parts.size() - 1,
        application.heard.stream().filter(Inbound.Part.class::isInstance).count());
  }

  @Test
  void parts_may_be_answered_as_they_come_and_not_again_with_the_whole() {
    application.answersParts = true;
    FakeEsme esme = bound();
    List<TextPart> parts = Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.UDH_8, 1);
    for (TextPart part : parts) {
      esme.send(new Pdu.SubmitSm(++sequence, part(part)), now);
      assertEquals(1, esme.received.size());
      esme.received.clear();
    }
    assertEquals(LONG_TEXT, application.submits().getFirst().message().text());
  }

  @Test
  void parts_whose_others_never_come_are_refused_at_last() {
    FakeEsme esme = bound();
    TextPart first = Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.UDH_8, 1).getFirst();
    esme.send(new Pdu.SubmitSm(50, part(first)), now);
    for (int i = 0; i < 61; i++) {
      now += 1_000;
      engine.poll(now);
    }
    assertEquals(
        new Pdu.SubmitSmResp(50, CommandStatus.ESME_RSUBMITFAIL.value(), ""),
        esme.received.stream()
            .filter(Pdu.SubmitSmResp.class::isInstance)
            .findFirst()
            .orElseThrow());
    assertEquals(1, application.abandoned.size());
  }

  @Test
  void stored_parts_are_given_back_after_a_restart() {
    List<TextPart> parts = Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.UDH_16, 1);
    Map<RequestRef, ShortMessage> stored = new LinkedHashMap<>();
    for (int i = 1; i < parts.size(); i++) {
      stored.put(new RequestRef(5, i), part(parts.get(i)));
    }
    engine.restoreParts("esme", stored, now);
    FakeEsme esme = bound();
    esme.send(new Pdu.SubmitSm(2, part(parts.getFirst())), now);
    Inbound.Submit submit = application.submits().getFirst();
    assertEquals(LONG_TEXT, submit.message().text());
    assertTrue(submit.requests().containsAll(stored.keySet()));
    assertEquals(List.of(0), esme.statuses());
  }

  @Test
  void stored_parts_that_nobody_can_answer_for_any_more_are_abandoned() {
    List<TextPart> parts = Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.UDH_16, 1);
    Map<RequestRef, ShortMessage> stored = new LinkedHashMap<>();
    for (int i = 0; i < parts.size(); i++) {
      stored.put(new RequestRef(5, i), part(parts.get(i)));
    }
    engine.restoreParts("esme", stored, now);
    engine.poll(now);
    assertEquals(List.copyOf(stored.keySet()), List.copyOf(application.abandoned));
    assertEquals(List.of(), application.submits());
  }

  @Test
  void data_sm_carries_its_text_and_its_life_in_parameters() {
    FakeEsme esme = bound();
    esme.send(
        new Pdu.DataSm(
            2,
            message(
                0,
                "",
                "",
                0,
                new byte[0],
                new Tlv(Tlv.MESSAGE_PAYLOAD, TEXT),
                new Tlv(Tlv.QOS_TIME_TO_LIVE, new byte[] {0, 0, 0, 60}))),
        now);
    esme.send(
        new Pdu.DataSm(
            3,
            message(
                0,
                "",
                "",
                0,
                new byte[0],
                new Tlv(Tlv.MESSAGE_PAYLOAD, TEXT),
                new Tlv(Tlv.QOS_TIME_TO_LIVE, new byte[] {60}))),
        now);
    assertEquals(NOW + 60_000, application.submits().getFirst().message().expiresAtMillis());
    assertInstanceOf(Pdu.DataSmResp.class, esme.received.getFirst());
    assertEquals(List.of(0, CommandStatus.ESME_RINVEXPIRY.value()), esme.statuses());
  }

  @Test
  void submit_multi_needs_destinations_and_knows_no_lists() {
    FakeEsme esme = bound();
    Address one = new Address(1, 1, "391");
    Address two = new Address(1, 1, "392");
    ShortMessage text = RawEsme.message("", "Code 1");
    esme.send(new Pdu.SubmitMulti(2, text, List.of()), now);
    esme.send(
        new Pdu.SubmitMulti(
            3,
            text,
            List.of(new MultiDestination.Sme(one), new MultiDestination.DistributionList("all"))),
        now);
    esme.send(
        new Pdu.SubmitMulti(
            4, text, List.of(new MultiDestination.Sme(one), new MultiDestination.Sme(two))),
        now);
    assertEquals(
        List.of(CommandStatus.ESME_RINVNUMDESTS.value(), CommandStatus.ESME_RCNTSUBDL.value(), 0),
        esme.statuses());
    assertEquals(List.of(one, two), application.submits().getFirst().message().destinations());
  }

  @Test
  void a_long_submit_multi_comes_together_too() {
    FakeEsme esme = bound();
    List<MultiDestination> to =
        List.of(
            new MultiDestination.Sme(new Address(1, 1, "391")),
            new MultiDestination.Sme(new Address(1, 1, "392")));
    for (TextPart part : Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.SAR_TLV, 1)) {
      esme.send(new Pdu.SubmitMulti(++sequence, part(part), to), now);
    }
    assertEquals(LONG_TEXT, application.submits().getFirst().message().text());
    assertTrue(esme.received.stream().allMatch(Pdu.SubmitMultiResp.class::isInstance));
  }

  @Test
  void replace_sm_is_read_and_refused_like_a_submit() {
    FakeEsme esme = bound();
    Address source = new Address(5, 0, "Bank");
    esme.send(
        new Pdu.ReplaceSm(2, "7", source, "", "000000000100000R", 1, 0, TEXT, List.of()), now);
    esme.send(new Pdu.ReplaceSm(3, "7", source, "", "x", 1, 0, TEXT, List.of()), now);
    esme.send(new Pdu.ReplaceSm(4, "7", source, "x", "", 1, 0, TEXT, List.of()), now);
    esme.send(new Pdu.ReplaceSm(5, "7", source, "", "", 1, 9, TEXT, List.of()), now);
    assertEquals(
        List.of(
            0,
            CommandStatus.ESME_RINVEXPIRY.value(),
            CommandStatus.ESME_RINVSCHED.value(),
            CommandStatus.ESME_RINVDFTMSGID.value()),
        esme.statuses());
    Inbound.Replace replace =
        assertInstanceOf(Inbound.Replace.class, List.copyOf(application.heard).getFirst());
    assertEquals("Code 1", replace.text(DataCoding.GSM_7BIT));
    assertEquals(NOW + 60_000, replace.expiresAtMillis());
    assertFalse(replace.toString().contains("Code"));
  }

  @ParameterizedTest
  @CsvSource({
    "0, DELIVERED, false",
    "0, UNDELIVERABLE, false",
    "0, ENROUTE, false",
    "1, DELIVERED, true",
    "1, EXPIRED, true",
    "1, ENROUTE, false",
    "2, DELIVERED, false",
    "2, REJECTED, true",
    "3, DELIVERED, true",
    "3, EXPIRED, false",
    "16, ENROUTE, true",
    "17, ACCEPTED, true",
    "16, DELIVERED, false",
    "12, DELIVERED, false"
  })
  void registered_delivery_says_who_is_owed_a_receipt(int octet, ReceiptState state, boolean owed) {
    assertEquals(owed, RegisteredDelivery.of(octet).owes(state));
  }

  @Test
  void message_ids_and_errors_that_do_not_fit_the_wire_are_refused_here() {
    List<Runnable> bad = new ArrayList<>();
    RequestRef ref = new RequestRef(1, 1);
    bad.add(() -> new Response.Accepted(ref, "x".repeat(65)));
    bad.add(() -> new Response.Accepted(ref, "a\0b"));
    bad.add(() -> new Response.Accepted(ref, "é"));
    bad.add(() -> new Response.Refused(ref, CommandStatus.ESME_ROK));
    bad.add(() -> SmppServerTest.receipt("a b", ReceiptState.DELIVERED));
    for (Runnable construction : bad) {
      org.junit.jupiter.api.Assertions.assertThrows(
          IllegalArgumentException.class, construction::run);
    }
  }
}
