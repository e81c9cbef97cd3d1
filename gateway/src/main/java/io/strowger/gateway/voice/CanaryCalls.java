package io.strowger.gateway.voice;

import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.SmsChannel.CanaryRef;
import io.strowger.gateway.delivery.VoiceChannel.Canary;
import io.strowger.gateway.message.CallEnding;
import io.strowger.sip.prompt.MarkerScript;
import io.strowger.sip.prompt.PromptPack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The canaries among one carrier's calls. Any thread. */
final class CanaryCalls {
  private static final int TIMES = 2;
  private static final long RING_MILLIS = 25_000;
  private static final long CALL_MILLIS = 15_000;

  /** Of a trunk's room, left to calls with codes. */
  private static final double SPARE = 0.2;

  private final Map<String, CanaryRef> unanswered = new ConcurrentHashMap<>();
  private final Map<CanaryRef, String> live = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private final EventSink events;

  CanaryCalls(EventSink events) {
    this.events = events;
  }

  /** Whether some trunk has room to spare. */
  static boolean hasRoom(CallCarrier.Status status) {
    return status.usable()
        && status.trunks().stream()
            .anyMatch(trunk -> trunk.callsInProgress() < (1 - SPARE) * trunk.callsMax());
  }

  List<CallCarrier.Order> orders(List<Canary> batch, PromptPack pack) {
    List<CallCarrier.Order> orders = new ArrayList<>();
    for (Canary canary : batch) {
      String reference = "canary." + last.incrementAndGet();
      unanswered.put(reference, canary.ref());
      live.put(canary.ref(), reference);
      orders.add(
          new CallCarrier.Order(
              reference,
              canary.to().digits(),
              new MarkerScript("*" + canary.marker().reveal() + "#", TIMES),
              pack,
              canary.deadlineMillis(),
              canary.deadlineMillis() + CALL_MILLIS,
              RING_MILLIS,
              CALL_MILLIS,
              null));
    }
    return orders;
  }

  void answered(String reference, String trunk) {
    CanaryRef ref = unanswered.remove(reference);
    if (ref != null) {
      answer(ref, new SmsAnswer.Taken(trunk, List.of(), 0));
    }
  }

  /** Who lets it ring to the end says as little of the reason as who answers for nobody. */
  void ended(CallCarrier.Ended ended) {
    live.values().remove(ended.reference());
    CanaryRef ref = unanswered.remove(ended.reference());
    if (ref != null) {
      String trunk = ended.trunk();
      boolean rang = ended.ending() == CallEnding.NO_ANSWER && ended.evidence().ringing();
      answer(
          ref,
          rang && trunk != null
              ? new SmsAnswer.Taken(trunk, List.of(), 0)
              : new SmsAnswer.NotSent(ended.code()));
    }
  }

  void refuse(List<Canary> batch, String why) {
    batch.forEach(canary -> answer(canary.ref(), new SmsAnswer.NotSent(why)));
  }

  private void answer(CanaryRef ref, SmsAnswer answer) {
    events.post(new DispatchEvent.CanaryAnswered(ref, answer));
  }

  /** How the call is named, null once it is over. */
  @Nullable String reference(CanaryRef ref) {
    return live.get(ref);
  }
}
