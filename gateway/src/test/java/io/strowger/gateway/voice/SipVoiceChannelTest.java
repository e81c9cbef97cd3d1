package io.strowger.gateway.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.CanaryRef;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.MarkerScript;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class SipVoiceChannelTest {
  private static final long DEADLINE = 1_800_000_120_000L;
  private static final PhoneNumber TO = new PhoneNumber("+393331234567");
  private static final CallEvidence PLAYED =
      new CallEvidence(
          true, true, true, true, false, null, 800, 3_000, 9_000, 200, 16, false, false, false);

  private final List<DispatchEvent> events = new ArrayList<>();
  private final List<CallObserver.Call> counted = new ArrayList<>();
  private @Nullable FakeCarrier vox;
  private @Nullable SipVoiceChannel<String> channel;

  @BeforeEach
  void start() throws IOException {
    channel =
        new SipVoiceChannel<>(
            (carrier, _, listener) -> vox = new FakeCarrier(carrier, listener),
            _ -> VoiceRules.DEFAULT,
            PromptShelf.load(null),
            events::add,
            new CallObserver() {
              @Override
              public void ended(Call call) {
                counted.add(call);
              }
            });
    channel().configure(Map.of("vox", "one"));
  }

  private SipVoiceChannel<String> channel() {
    if (channel == null) {
      throw new AssertionError("not started");
    }
    return channel;
  }

  private FakeCarrier vox() {
    if (vox == null) {
      throw new AssertionError("not started");
    }
    return vox;
  }

  private static VoiceChannel.Call call(
      int n, String carrier, @Nullable Secret code, @Nullable String language) {
    return new VoiceChannel.Call(
        new AttemptRef(new MessageId(7, n), 1, 1),
        carrier,
        "idp",
        TO,
        code == null ? Plan.Purpose.APPROVAL : Plan.Purpose.PASSCODE,
        code,
        language,
        DEADLINE,
        null);
  }

  private CallCarrier.Order placed(@Nullable Secret code, @Nullable String language) {
    channel().place(List.of(call(1, "vox", code, language)));
    return vox().orders.getLast();
  }

  private DispatchEvent.CallEnded ended(CallCarrier.Order order, String keys) {
    vox()
        .listener
        .ended(
            new CallCarrier.Ended(
                order.reference(),
                "vox-1",
                CallEnding.COMPLETED,
                "sip:200",
                "heard",
                PLAYED,
                keys));
    return assertInstanceOf(DispatchEvent.CallEnded.class, events.getLast());
  }

  @Test
  void a_code_is_ordered_in_the_language_of_the_message_with_time_to_say_it() {
    CallCarrier.Order order = placed(new Secret("123456"), "it-CH");
    assertEquals("393331234567", order.number());
    assertEquals("it", order.pack().language());
    assertEquals("123456", assertInstanceOf(CodeScript.class, order.script()).digits());
    assertEquals(DEADLINE, order.deadlineMillis());
    assertEquals(DEADLINE - SipVoiceChannel.SAYING_MILLIS, order.answerByMillis());
    assertFalse(order.toString().contains("123456"));
    assertEquals("en", placed(new Secret("123456"), "xx").pack().language());
  }

  @Test
  void a_call_is_answered_for_once_and_its_keys_go_no_further() {
    CallCarrier.Order order = placed(new Secret("123456"), null);
    DispatchEvent.CallEnded ended = ended(order, "1");
    assertTrue(ended.evidence().confirmed());
    assertEquals("vox-1", ended.trunk());
    int before = events.size();
    vox()
        .listener
        .ended(
            new CallCarrier.Ended(
                order.reference(), null, CallEnding.CANCELLED, "x", "", CallEvidence.NONE, ""));
    assertEquals(before, events.size());
    assertEquals(1, counted.size());
    assertEquals("+393", counted.getFirst().prefix());
  }

  @Test
  void a_key_nobody_asked_for_confirms_nothing() {
    DispatchEvent.CallEnded ended = ended(placed(new Secret("123456"), null), "5");
    assertFalse(ended.evidence().confirmed());
    assertNull(ended.evidence().answer());
  }

  @Test
  void the_first_answering_key_decides_an_approval() {
    for (Map.Entry<String, CallEvidence.Answer> said :
        Map.of(
                "#", CallEvidence.Answer.APPROVED,
                "9#", CallEvidence.Answer.FRAUD,
                "44#9", CallEvidence.Answer.APPROVED)
            .entrySet()) {
      CallCarrier.Order order = placed(null, null);
      assertInstanceOf(ApprovalScript.class, order.script());
      assertEquals(said.getValue(), ended(order, said.getKey()).evidence().answer());
    }
    assertNull(ended(placed(null, null), "12").evidence().answer());
  }

  @Test
  void a_carrier_that_is_not_there_and_a_code_that_is_gone_are_answered_at_once() {
    channel()
        .place(
            List.of(
                call(1, "tel", new Secret("123456"), null), call(2, "vox", Secret.SHREDDED, null)));
    assertEquals(2, events.size());
    assertTrue(vox().orders.isEmpty());
    events.forEach(event ->
        assertEquals(
            CallEnding.OTHER_TRUNK,
            assertInstanceOf(DispatchEvent.CallEnded.class, event).ending()));
  }

  @Test
  void hanging_up_names_the_call_that_was_ordered() {
    CallCarrier.Order order = placed(new Secret("123456"), null);
    channel()
        .hangUp(
            List.of(
                new VoiceChannel.HangUp(new AttemptRef(new MessageId(7, 1), 1, 1), "vox"),
                new VoiceChannel.HangUp(new AttemptRef(new MessageId(7, 1), 1, 1), "tel")));
    assertEquals(List.of(order.reference()), vox().hungUp);
  }

  @Test
  void carriers_are_reconfigured_drained_and_retired() {
    channel().configure(Map.of("vox", "two"));
    assertEquals("two", vox().settings);
    assertTrue(channel().drain("vox"));
    assertFalse(channel().drain("tel"));
    vox().listener.changed(vox().status());
    assertInstanceOf(DispatchEvent.CarrierChanged.class, events.getLast());
    channel().configure(Map.of());
    int before = events.size();
    vox().listener.changed(vox().status());
    assertEquals(before, events.size());
    assertTrue(channel().stop().toCompletableFuture().isDone());
  }

  private CallCarrier.Order canary(String marker) {
    channel()
        .canaryCalls(
            List.of(
                new VoiceChannel.Canary(
                    new CanaryRef("vox", marker), TO, new Secret(marker), DEADLINE)));
    return vox().orders.getLast();
  }

  private void over(CallCarrier.Order order, CallEnding ending, boolean rang) {
    vox()
        .listener
        .ended(
            new CallCarrier.Ended(
                order.reference(),
                "vox-1",
                ending,
                "voice:x",
                "",
                CallEvidence.progress(rang, false),
                ""));
  }

  private boolean isTaken() {
    DispatchEvent.CanaryAnswered answered =
        assertInstanceOf(DispatchEvent.CanaryAnswered.class, events.getLast());
    return answered.answer() instanceof DispatchEvent.SmsAnswer.Taken;
  }

  @Test
  void a_canary_sounds_its_marker_is_answered_once_and_hung_up_when_heard() {
    CallCarrier.Order order = canary("1234567890");
    assertEquals("*1234567890#", assertInstanceOf(MarkerScript.class, order.script()).keys());
    assertFalse(order.toString().contains("1234567890"));
    assertFalse(order.script().toString().contains("1234567890"));
    assertFalse(order.reference().contains("1234567890"));
    vox().listener.progress(order.reference(), "vox-1", true, false);
    assertTrue(events.isEmpty(), "ringing proves nothing yet");
    vox().listener.progress(order.reference(), "vox-1", true, true);
    assertTrue(isTaken());
    channel().canaryHeard(new CanaryRef("vox", "1234567890"));
    assertEquals(List.of(order.reference()), vox().hungUp);
    over(order, CallEnding.CANCELLED, true);
    channel().canaryHeard(new CanaryRef("vox", "1234567890"));
    assertEquals(1, vox().hungUp.size(), "it is over");
    assertEquals(1, events.size(), "one answer");
    assertTrue(counted.isEmpty(), "it is no user's call");
  }

  @Test
  void only_a_call_that_rang_to_its_end_counts_as_taken_without_an_answer() {
    over(canary("1234567890"), CallEnding.NO_ANSWER, true);
    assertTrue(isTaken());
    over(canary("1234567891"), CallEnding.NO_ANSWER, false);
    assertFalse(isTaken());
    over(canary("1234567892"), CallEnding.BUSY, true);
    assertFalse(isTaken());
    over(canary("1234567893"), CallEnding.OTHER_TRUNK, false);
    assertFalse(isTaken());
    assertEquals(4, events.size());
  }

  @Test
  void canaries_stay_out_where_trunks_are_nearly_full() {
    vox().live = 7;
    CallCarrier.Order order = canary("1234567890");
    assertTrue(events.isEmpty());
    vox().live = 8;
    assertEquals(order, canary("1234567891"), "no other is placed");
    assertFalse(isTaken());
    channel().configure(Map.of());
    canary("1234567892");
    assertFalse(isTaken());
    assertEquals(1, vox().orders.size());
  }

  @Test
  void of_what_a_call_keys_only_a_marker_goes_further() {
    vox().listener.keyed("12");
    assertTrue(events.isEmpty());
    vox().listener.keyed("11234567890");
    assertEquals(
        List.of("1234567890"),
        assertInstanceOf(DispatchEvent.TextCame.class, events.getLast()).tokens());
    assertFalse(events.getLast().toString().contains("1234567890"));
  }

  private static final class FakeCarrier implements CallCarrier<String> {
    final String id;
    final Listener listener;
    final List<Order> orders = new ArrayList<>();
    final List<String> hungUp = new ArrayList<>();
    String settings = "one";
    boolean drained;
    int live;

    FakeCarrier(String id, Listener listener) {
      this.id = id;
      this.listener = listener;
    }

    @Override
    public void place(List<Order> batch) {
      orders.addAll(batch);
    }

    @Override
    public void hangUp(List<String> references) {
      hungUp.addAll(references);
    }

    @Override
    public void drain() {
      drained = true;
    }

    @Override
    public void resume() {
      drained = false;
    }

    @Override
    public void reconfigure(String next) {
      settings = next;
    }

    @Override
    public Status status() {
      TrunkStatus trunk =
          new TrunkStatus("vox-1", "", "UP", live, 10, 0, 0, null, false, null, List.of());
      return new Status(id, !drained, drained, live, List.of(trunk), 0);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }
}
