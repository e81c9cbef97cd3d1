package io.strowger.gateway.voice;

import io.strowger.gateway.canary.CanaryToken;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.health.Fault;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.number.CallingCode;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CallScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.MarkerScript;
import io.strowger.sip.prompt.PromptPack;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** One carrier of the channel: what its trunks tell becomes events of the dispatcher, once. */
final class RunningCallCarrier<S> implements CallCarrier.Listener {
  private static final String GONE = "the carrier is not configured any more";

  private final String id;
  private final EventSink events;
  private final CallObserver observer;
  private final CanaryCalls canaries;
  private final Map<String, Placed> live = new ConcurrentHashMap<>();
  private volatile S settings;
  private volatile boolean retired;
  private volatile @Nullable CallCarrier<S> carrier;

  /** A call as it was asked for, and as it was ordered. */
  record Placed(VoiceChannel.Call call, CallCarrier.Order order) {}

  RunningCallCarrier(String id, S settings, EventSink events, CallObserver observer) {
    this.id = id;
    this.settings = settings;
    this.events = events;
    this.observer = observer;
    this.canaries = new CanaryCalls(events);
  }

  String id() {
    return id;
  }

  synchronized void start(CallCarrier.Launcher<S> launcher) {
    carrier = launcher.start(id, settings, this);
  }

  /** Waits for {@link #start}: its carrier may call back before it has returned. */
  CallCarrier<S> carrier() {
    CallCarrier<S> started = carrier;
    return started != null ? started : startedCarrier();
  }

  private synchronized CallCarrier<S> startedCarrier() {
    CallCarrier<S> started = carrier;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  void reconfigure(S next) {
    if (!next.equals(settings)) {
      settings = next;
      carrier().reconfigure(next);
    }
  }

  /** Its last calls still count, its condition does not. */
  synchronized CompletionStage<Void> retire() {
    retired = true;
    events.post(new DispatchEvent.CarrierChanged(new CarrierCondition(id, false, 0)));
    return carrier().stop();
  }

  /** A carrier that is gone takes none: each is answered at once. */
  synchronized void place(List<Placed> batch) {
    if (retired) {
      batch.forEach(placed -> events.post(SipVoiceChannel.notMadeEvent(placed.call(), GONE)));
      return;
    }
    List<CallCarrier.Order> orders = new ArrayList<>(batch.size());
    for (Placed placed : batch) {
      live.put(placed.order().reference(), placed);
      orders.add(placed.order());
      observer.placed(id);
    }
    carrier().place(orders);
  }

  /** As far as its trunks have room to spare. */
  synchronized void call(List<VoiceChannel.Canary> batch, PromptPack pack) {
    if (retired || !CanaryCalls.hasRoom(carrier().status())) {
      canaries.refuse(batch, retired ? GONE : "its trunks are busy");
    } else {
      carrier().place(canaries.orders(batch, pack));
    }
  }

  void canaryHeard(SmsChannel.CanaryRef ref) {
    String reference = canaries.reference(ref);
    if (reference != null) {
      carrier().hangUp(List.of(reference));
    }
  }

  @Override
  public void keyed(String keys) {
    List<String> tokens = CanaryToken.ofKeys(keys);
    if (!tokens.isEmpty()) {
      events.post(new DispatchEvent.TextCame(id, tokens));
    }
  }

  @Override
  public void progress(String reference, String trunk, boolean ringing, boolean answered) {
    Placed placed = live.get(reference);
    if (placed == null && answered) {
      canaries.answered(reference, trunk);
    } else if (placed != null) {
      events.post(
          new DispatchEvent.CallProgress(
              placed.call().ref(), trunk, CallEvidence.progress(ringing, answered)));
    }
  }

  @Override
  public void ended(CallCarrier.Ended ended) {
    Placed placed = live.remove(ended.reference());
    if (placed == null) {
      canaries.ended(ended);
      return;
    }
    CallEvidence evidence = withKeys(ended.evidence(), placed.order().script(), ended.keys());
    String trunk = ended.trunk();
    observer.ended(observed(placed, ended, evidence));
    events.post(
        new DispatchEvent.CallEnded(
            placed.call().ref(), trunk, ended.ending(), ended.code(), ended.reading(), evidence));
  }

  private CallObserver.Call observed(Placed placed, CallCarrier.Ended ended, CallEvidence seen) {
    String trunk = ended.trunk();
    return new CallObserver.Call(
        id,
        trunk == null ? "" : trunk,
        prefix(placed.call().to()),
        ended.ending(),
        ended.code(),
        seen);
  }

  @Override
  public void diverted(CallCarrier.Ended failed) {
    Placed placed = live.get(failed.reference());
    if (placed != null) {
      observer.diverted(observed(placed, failed, failed.evidence()));
    }
  }

  @Override
  public void sound(String reference, String trunk, CallCarrier.Sound sound) {
    Placed placed = live.get(reference);
    if (placed != null) {
      observer.sound(id, trunk, prefix(placed.call().to()), sound);
    }
  }

  private static String prefix(PhoneNumber to) {
    return to.e164().substring(0, Math.min(to.e164().length(), CallingCode.digits(to) + 2));
  }

  /** What the keys mean to this script; of the keys themselves nothing goes further. */
  private static CallEvidence withKeys(CallEvidence seen, CallScript script, String keys) {
    return switch (script) {
      case MarkerScript _ -> seen;
      case CodeScript code -> seen.keyed(keys.indexOf(code.key()) >= 0, null);
      case ApprovalScript approval -> {
        CallEvidence.Answer answer = answer(approval, keys);
        yield seen.keyed(answer != null, answer);
      }
    };
  }

  /** The first key that is an answer decides. */
  private static CallEvidence.@Nullable Answer answer(ApprovalScript script, String keys) {
    for (int i = 0; i < keys.length(); i++) {
      char key = keys.charAt(i);
      if (key == script.approve()) {
        return CallEvidence.Answer.APPROVED;
      }
      if (is(script.fraud(), key)) {
        return CallEvidence.Answer.FRAUD;
      }
      if (is(script.deny(), key)) {
        return CallEvidence.Answer.DENIED;
      }
    }
    return null;
  }

  private static boolean is(@Nullable Character expected, char key) {
    return expected != null && expected == key;
  }

  @Override
  public void changed(CallCarrier.Status status) {
    if (!retired) {
      Fault fault = status.usable() ? null : Fault.LINK_LOST;
      events.post(
          new DispatchEvent.CarrierChanged(new CarrierCondition(id, status.usable(), 0, fault)));
    }
  }
}
