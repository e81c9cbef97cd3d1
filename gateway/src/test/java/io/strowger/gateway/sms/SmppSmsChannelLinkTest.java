package io.strowger.gateway.sms;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.Submit;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.simulator.Arrival;
import io.strowger.smpp.simulator.Dials;
import io.strowger.smpp.simulator.MessageIdForm;
import io.strowger.smpp.simulator.ReceiptForm;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.simulator.SmscSimulator;
import io.strowger.smpp.text.Segmentation;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The channel over real sockets, against a simulated carrier. */
final class SmppSmsChannelLinkTest {
  private static final PhoneNumber PHONE = new PhoneNumber("+393401234567");
  private static final AttemptRef REF = new AttemptRef(MessageId.of(1, 1), 1, 1);
  private static final String LONG_TEXT = "Ваш код 123456. Никому его не сообщайте 😀. ".repeat(4);

  private final Queue<DispatchEvent> events = new ConcurrentLinkedQueue<>();
  private final EventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final SmppSmsChannel channel =
      new SmppSmsChannel(
          SocketCarrier.launcher(
              new SmppRuntime(
                  group, Runnable::run, System::currentTimeMillis, new SplittableRandom(1))),
          events::add,
          new LinkObserver() {});

  @AfterEach
  void stop() throws Exception {
    channel.stop().toCompletableFuture().get(10, TimeUnit.SECONDS);
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
  }

  @ParameterizedTest
  @EnumSource(Segmentation.class)
  void a_long_text_arrives_whole_and_every_part_has_its_receipt(Segmentation segmentation)
      throws IOException {
    try (SmscSimulator carrier = start(Dials.DEFAULT, segmentation)) {
      send(LONG_TEXT);
      SmsAnswer.Taken taken = assertInstanceOf(SmsAnswer.Taken.class, answer());
      int parts = segmentation == Segmentation.MESSAGE_PAYLOAD ? 1 : channel.segments(LONG_TEXT);
      assertEquals(parts, taken.carrierIds().size());
      assertEquals(parts, taken.receiptsExpected());
      assertEquals(
          List.of(LONG_TEXT), carrier.report().arrivals().stream().map(Arrival::text).toList());
      await().until(() -> receipts().size() == parts);
      assertTrue(
          receipts().stream().allMatch(r -> r.reading().kind() == ReceiptReading.Kind.DELIVERED));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "HEX, HEX, TEXT",
    "HEX, DECIMAL, TEXT",
    "HEX_UPPER, DECIMAL_PADDED, TLV",
    "DECIMAL, HEX, BOTH",
    "DECIMAL_PADDED, DECIMAL, TLV"
  })
  void a_receipt_names_its_message_in_every_dialect(
      MessageIdForm response, MessageIdForm receipt, ReceiptForm form) throws IOException {
    Dials dials = Dials.builder().responseId(response).receiptId(receipt).receiptForm(form).build();
    try (SmscSimulator _ = start(dials, Segmentation.UDH_8)) {
      send("Your code is 123456");
      SmsAnswer.Taken taken = assertInstanceOf(SmsAnswer.Taken.class, answer());
      await().until(() -> !receipts().isEmpty());
      assertTrue(receipts().getFirst().candidateIds().contains(taken.carrierIds().getFirst()));
    }
  }

  @Test
  void a_receipt_is_acknowledged_to_the_carrier_only_when_asked() throws IOException {
    try (SmscSimulator carrier = start(Dials.DEFAULT, Segmentation.UDH_8)) {
      send("Your code is 123456");
      await().until(() -> !receipts().isEmpty());
      assertEquals(0, carrier.report().count(Count.RECEIPTS_ACKNOWLEDGED));
      channel.acknowledge(List.of(receipts().getFirst().ack()));
      await().until(() -> carrier.report().count(Count.RECEIPTS_ACKNOWLEDGED) == 1);
    }
  }

  @Test
  void a_receipt_of_failure_is_read_by_its_error() throws IOException {
    Dials dials = Dials.builder().failRatio(1).failError("027").build();
    try (SmscSimulator _ = start(dials, Segmentation.UDH_8)) {
      send("Your code is 123456");
      await().until(() -> !receipts().isEmpty());
      Refusal refusal = receipts().getFirst().reading().refusal();
      assertEquals(
          new Refusal(
              "receipt:UNDELIV:027:3/27",
              "not deliverable: absent subscriber",
              Refusal.Disposition.RETRY_SAME_ROUTE),
          refusal);
    }
  }

  @Test
  void a_refused_submit_is_read_by_its_status() throws IOException {
    Dials dials = Dials.builder().acceptRatio(0).refuseStatus(0x0A).build();
    try (SmscSimulator _ = start(dials, Segmentation.UDH_8)) {
      send("Your code is 123456");
      SmsAnswer.Refused refused = assertInstanceOf(SmsAnswer.Refused.class, answer());
      assertEquals("smpp:0x0000000A", refused.refusal().code());
      assertEquals(Refusal.Disposition.CONFIGURATION_FAULT, refused.refusal().disposition());
    }
  }

  @Test
  void a_carrier_without_links_says_at_once_that_nothing_was_sent() throws IOException {
    try (SmscSimulator carrier = start(Dials.DEFAULT, Segmentation.UDH_8)) {
      carrier.cutLinks();
      await().until(() -> isUsable(false));
      send("Your code is 123456");
      assertInstanceOf(SmsAnswer.NotSent.class, answer());
    }
  }

  @Test
  void a_submit_whose_link_dies_before_the_answer_is_in_doubt() throws IOException {
    Dials dials = Dials.builder().unansweredRatio(1).build();
    try (SmscSimulator carrier = start(dials, Segmentation.UDH_8)) {
      send("Your code is 123456");
      await().until(() -> carrier.report().count(Count.UNANSWERED) == 1);
      carrier.cutLinks();
      assertInstanceOf(SmsAnswer.InDoubt.class, answer());
    }
  }

  private SmscSimulator start(Dials dials, Segmentation segmentation) throws IOException {
    SmscSimulator carrier =
        SmscSimulator.start(
            SmscSimulator.Settings.loopback(() -> System.currentTimeMillis() * 1000), dials, null);
    channel.configure(List.of(settings(carrier.address().getPort(), segmentation)));
    await().until(() -> isUsable(true));
    return carrier;
  }

  private boolean isUsable(boolean usable) {
    return events.stream()
        .filter(CarrierChanged.class::isInstance)
        .reduce((_, last) -> last)
        .map(event -> ((CarrierChanged) event).condition().usable() == usable)
        .orElse(false);
  }

  private void send(String text) {
    long deadline = System.currentTimeMillis() + 120_000;
    channel.submit(
        List.of(new Submit(REF, "alpha", PHONE, null, new Secret(text), deadline, false, null)));
  }

  private SmsAnswer answer() {
    await().until(() -> events.stream().anyMatch(SmsAnswered.class::isInstance));
    List<SmsAnswered> answers =
        events.stream().filter(SmsAnswered.class::isInstance).map(SmsAnswered.class::cast).toList();
    assertEquals(1, answers.size());
    assertEquals(REF, answers.getFirst().ref());
    return answers.getFirst().answer();
  }

  private List<ReceiptCame> receipts() {
    return events.stream()
        .filter(ReceiptCame.class::isInstance)
        .map(ReceiptCame.class::cast)
        .toList();
  }

  private static CarrierSettings settings(int port, Segmentation segmentation) {
    Profile d = Profile.DEFAULT;
    return new CarrierSettings(
        "alpha",
        new CarrierSettings.Bind(
            "strowger", "secret", "", 0x34, CarrierSettings.BindMode.TRANSCEIVER, ""),
        new CarrierSettings.Flow(10, 0, 1_000),
        CarrierSettings.Timers.DEFAULT,
        new Profile(
            d.sender(),
            d.sourceTon(),
            d.sourceNpi(),
            d.destinationTon(),
            d.destinationNpi(),
            d.serviceType(),
            d.registeredDelivery(),
            segmentation,
            d.validity(),
            d.encoding(),
            d.extraTlvs(),
            d.responseId(),
            d.receiptId(),
            d.receiptsForParts(),
            d.cancelSupported(),
            d.codeOverrides()),
        List.of(
            new CarrierSettings.Link(
                "alpha-1", List.of(new HostPort("127.0.0.1", port)), null, null)));
  }
}
