package io.strowger.gateway.sms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.Submit;
import io.strowger.gateway.delivery.SmsChannel.Withdraw;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.PartReceipts;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.SubmitOutcome;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class SmppSmsChannelTest {
  private static final PhoneNumber PHONE = new PhoneNumber("+393401234567");

  private final List<FakeCarrier> started = new ArrayList<>();
  private final List<DispatchEvent> events = new ArrayList<>();
  private final SmppSmsChannel channel =
      new SmppSmsChannel(
          (settings, listener) -> {
            FakeCarrier carrier = new FakeCarrier(settings, listener);
            started.add(carrier);
            return carrier;
          },
          events::add,
          new LinkObserver() {});

  @Test
  void a_batch_reaches_each_carrier_once_and_whole() {
    channel.configure(List.of(settings("alpha"), settings("beta")));
    channel.submit(List.of(submit(1, "alpha"), submit(2, "beta"), submit(3, "alpha")));
    assertEquals(1, started.get(0).batches);
    assertEquals(
        List.of(ref(1), ref(3)),
        started.get(0).submissions.stream().map(Submission::context).toList());
    assertEquals(
        List.of(ref(2)), started.get(1).submissions.stream().map(Submission::context).toList());
  }

  @Test
  void a_submission_carries_the_text_the_digits_and_the_deadline() {
    channel.configure(List.of(settings("alpha")));
    channel.submit(
        List.of(
            new Submit(ref(1), "alpha", PHONE, "Bank", new Secret("Code 1"), 99, true, "alpha-1")));
    assertEquals(
        List.of(new Submission(ref(1), "393401234567", "Bank", "Code 1", 99, 0x41, "alpha-1")),
        started.getFirst().submissions);
  }

  @Test
  void a_submit_to_a_carrier_that_is_gone_is_answered_at_once() {
    channel.configure(List.of(settings("alpha")));
    events.clear();
    channel.submit(List.of(submit(1, "beta"), submit(2, "alpha")));
    assertEquals(
        List.of(new SmsAnswered(ref(1), new SmsAnswer.NotSent("the carrier is not configured"))),
        events);
    assertEquals(1, started.getFirst().submissions.size());
  }

  @Test
  void an_accepted_submission_expects_a_receipt_for_every_part_or_for_one() {
    SubmitOutcome accepted =
        new SubmitOutcome.Accepted(submission(1), "alpha-1", List.of("a", "b"), 5);
    assertEquals(
        new SmsAnswer.Taken("alpha-1", List.of("a", "b"), 2), answer(Profile.DEFAULT, accepted));
    assertEquals(
        new SmsAnswer.Taken("alpha-1", List.of("a", "b"), 1),
        answer(profile(PartReceipts.LAST, CodeOverrides.NONE), accepted));
  }

  @Test
  void a_refusal_is_read_by_its_status_and_by_the_carriers_own_meaning() {
    SubmitOutcome refused =
        new SubmitOutcome.Refused(
            submission(1), "alpha-1", 0x0B, "", Disposition.PERMANENT_FOR_NUMBER, 5);
    assertEquals(
        new SmsAnswer.Refused(
            "alpha-1",
            new Refusal(
                "smpp:0x0000000B",
                "ESME_RINVDSTADR, destination number not valid",
                Refusal.Disposition.PERMANENT_FOR_NUMBER)),
        answer(Profile.DEFAULT, refused));
    CodeOverrides own = new CodeOverrides(Map.of(0x0B, Disposition.OTHER_ROUTE), Map.of());
    SmsAnswer overridden = answer(profile(PartReceipts.EVERY, own), refused);
    assertEquals(
        Refusal.Disposition.OTHER_ROUTE, ((SmsAnswer.Refused) overridden).refusal().disposition());
  }

  @Test
  void a_lost_answer_is_in_doubt() {
    assertEquals(
        new SmsAnswer.InDoubt("alpha-1", "connection lost"),
        answer(
            Profile.DEFAULT,
            new SubmitOutcome.InDoubt(submission(1), "alpha-1", "connection lost")));
  }

  @ParameterizedTest
  @EnumSource(
      value = SubmitOutcome.NotSent.Reason.class,
      names = "UNENCODABLE",
      mode = EnumSource.Mode.EXCLUDE)
  void what_was_not_sent_is_said_with_its_cause(SubmitOutcome.NotSent.Reason reason) {
    SmsAnswer answer = answer(Profile.DEFAULT, new SubmitOutcome.NotSent(submission(1), reason));
    assertFalse(((SmsAnswer.NotSent) answer).cause().isEmpty());
  }

  @Test
  void what_the_carrier_cannot_be_sent_is_a_refusal() {
    SmsAnswer answer =
        answer(
            Profile.DEFAULT,
            new SubmitOutcome.NotSent(submission(1), SubmitOutcome.NotSent.Reason.UNENCODABLE));
    assertEquals(new SmsAnswer.Refused("", Refusals.NOT_ENCODABLE), answer);
  }

  @Test
  void receipts_become_readings_of_the_domain() {
    channel.configure(List.of(settings("alpha")));
    assertEquals(ReceiptReading.Kind.DELIVERED, reading(ReceiptState.DELIVERED, "000").kind());
    assertEquals(ReceiptReading.Kind.INTERMEDIATE, reading(ReceiptState.ACCEPTED, null).kind());
    assertEquals(ReceiptReading.Kind.INTERMEDIATE, reading(ReceiptState.ENROUTE, null).kind());
    ReceiptReading failed = reading(ReceiptState.UNDELIVERABLE, "001");
    assertEquals(
        new ReceiptReading(
            ReceiptReading.Kind.NOT_DELIVERED,
            new Refusal(
                "receipt:UNDELIV:001",
                "not deliverable: unknown subscriber",
                Refusal.Disposition.PERMANENT_FOR_NUMBER)),
        failed);
  }

  @Test
  void a_receipt_is_acknowledged_on_the_carrier_that_brought_it() {
    channel.configure(List.of(settings("alpha"), settings("beta")));
    ReceiptCame first = receipt(started.get(0), ReceiptState.DELIVERED, null);
    ReceiptCame second = receipt(started.get(1), ReceiptState.DELIVERED, null);
    assertEquals("alpha", first.ack().carrier());
    assertTrue(started.get(0).acknowledged.isEmpty());
    channel.acknowledge(List.of(first.ack(), second.ack()));
    assertEquals(1, started.get(0).acknowledged.size());
    assertEquals(1, started.get(1).acknowledged.size());
  }

  @Test
  void a_receipt_of_a_removed_carrier_is_never_acknowledged_on_its_successor() {
    channel.configure(List.of(settings("alpha")));
    ReceiptCame receipt = receipt(started.getFirst(), ReceiptState.DELIVERED, null);
    channel.configure(List.of());
    channel.configure(List.of(settings("alpha")));
    channel.acknowledge(List.of(receipt.ack()));
    assertEquals(1, started.get(0).acknowledged.size());
    assertEquals(0, started.get(1).acknowledged.size());
  }

  @Test
  void a_withdrawal_names_what_the_carrier_knows() {
    channel.configure(List.of(settings("alpha")));
    Withdraw withdraw = new Withdraw(ref(1), "alpha", PHONE, null, List.of("a", "b"));
    channel.withdraw(List.of(withdraw, new Withdraw(ref(2), "beta", PHONE, null, List.of())));
    assertEquals(1, started.getFirst().withdrawals.size());
    assertEquals(List.of("a", "b"), started.getFirst().withdrawals.getFirst().messageIds());
    assertEquals(ref(1), started.getFirst().withdrawals.getFirst().context());
  }

  @Test
  void the_condition_of_a_carrier_is_told() {
    channel.configure(List.of(settings("alpha")));
    assertEquals(List.of(new CarrierChanged(new CarrierCondition("alpha", true, 7))), events);
  }

  @Test
  void a_reload_touches_only_what_changed() {
    channel.configure(List.of(settings("alpha"), settings("beta")));
    CarrierSettings changed = settings("beta", profile(PartReceipts.FIRST, CodeOverrides.NONE));
    channel.configure(List.of(settings("alpha"), changed, settings("gamma")));
    assertEquals(3, started.size());
    assertEquals(0, started.get(0).reconfigured);
    assertEquals(1, started.get(1).reconfigured);
    assertFalse(started.get(0).stopping || started.get(1).stopping);
    assertEquals(
        List.of("alpha", "beta", "gamma"),
        channel.statuses().stream().map(status -> status.carrier()).toList());
  }

  @Test
  void a_removed_carrier_is_stopped_and_its_later_condition_does_not_count() {
    channel.configure(List.of(settings("alpha")));
    channel.configure(List.of());
    assertTrue(started.getFirst().stopping);
    assertEquals(new CarrierChanged(new CarrierCondition("alpha", false, 0)), events.getLast());
    events.clear();
    started.getFirst().listener.statusChanged(started.getFirst().status());
    assertTrue(events.isEmpty());
    SubmitOutcome last = new SubmitOutcome.InDoubt(submission(1), "alpha-1", "stopped");
    started.getFirst().listener.outcomes("alpha", List.of(last));
    assertEquals(1, events.size());
  }

  @Test
  void stopping_ends_when_every_carrier_has_ended() {
    channel.configure(List.of(settings("alpha"), settings("beta")));
    channel.configure(List.of(settings("beta")));
    var stopped = channel.stop().toCompletableFuture();
    started.get(1).stopped.complete(null);
    assertFalse(stopped.isDone());
    started.get(0).stopped.complete(null);
    assertTrue(stopped.isDone());
  }

  @Test
  void a_carrier_is_drained_and_resumed_by_name() {
    channel.configure(List.of(settings("alpha")));
    assertTrue(channel.drain("alpha"));
    assertTrue(channel.statuses().getFirst().drained());
    assertTrue(channel.resume("alpha"));
    assertFalse(channel.statuses().getFirst().drained());
    assertFalse(channel.drain("beta"));
    assertFalse(channel.resume("beta"));
  }

  @Test
  void a_text_is_as_long_as_for_the_carrier_that_needs_the_most_segments() {
    String text = "a".repeat(305);
    assertEquals(2, channel.segments(text));
    channel.configure(List.of(settings("alpha")));
    assertEquals(2, channel.segments(text));
    channel.configure(List.of(settings("alpha"), settings("beta", wide())));
    assertEquals(5, channel.segments(text));
  }

  private SmsAnswer answer(Profile profile, SubmitOutcome outcome) {
    channel.configure(List.of());
    channel.configure(List.of(settings("alpha", profile)));
    started.getLast().listener.outcomes("alpha", List.of(outcome));
    SmsAnswered answered = (SmsAnswered) events.getLast();
    assertEquals(ref(1), answered.ref());
    return answered.answer();
  }

  private ReceiptReading reading(ReceiptState state, @Nullable String error) {
    return receipt(started.getFirst(), state, error).reading();
  }

  private ReceiptCame receipt(FakeCarrier carrier, ReceiptState state, @Nullable String error) {
    Receipt receipt = new Receipt("a", state, error, null, 0);
    String id = carrier.settings.id();
    carrier.listener.receipts(
        id, List.of(new InboundReceipt(id, id + "-1", 3, 17, receipt, List.of("a"), 1_000)));
    return (ReceiptCame) events.getLast();
  }

  private static AttemptRef ref(int number) {
    return new AttemptRef(MessageId.of(number, 0), 1, 1);
  }

  private static Submit submit(int number, String carrier) {
    return new Submit(
        ref(number), carrier, PHONE, null, new Secret("Code " + number), 99, false, null);
  }

  private static Submission submission(int number) {
    return new Submission(ref(number), PHONE.digits(), null, "Code", 99, 0, null);
  }

  private static CarrierSettings settings(String id) {
    return settings(id, Profile.DEFAULT);
  }

  private static CarrierSettings settings(String id, Profile profile) {
    return new CarrierSettings(
        id,
        new CarrierSettings.Bind(
            "strowger", "secret", "", 0x34, CarrierSettings.BindMode.TRANSCEIVER, ""),
        new CarrierSettings.Flow(10, 0, 1_000),
        CarrierSettings.Timers.DEFAULT,
        profile,
        List.of());
  }

  private static Profile profile(PartReceipts receipts, CodeOverrides overrides) {
    return profile(Segmentation.UDH_8, Encoding.AUTO, receipts, overrides);
  }

  private static Profile wide() {
    return profile(Segmentation.UDH_16, Encoding.UCS_2, PartReceipts.EVERY, CodeOverrides.NONE);
  }

  private static Profile profile(
      Segmentation segmentation,
      Encoding encoding,
      PartReceipts receipts,
      CodeOverrides overrides) {
    Profile d = Profile.DEFAULT;
    return new Profile(
        d.sender(),
        d.sourceTon(),
        d.sourceNpi(),
        d.destinationTon(),
        d.destinationNpi(),
        d.serviceType(),
        d.registeredDelivery(),
        segmentation,
        d.validity(),
        encoding,
        d.extraTlvs(),
        d.responseId(),
        d.receiptId(),
        receipts,
        d.cancelSupported(),
        overrides);
  }
}
