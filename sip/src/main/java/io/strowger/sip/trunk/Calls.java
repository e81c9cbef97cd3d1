package io.strowger.sip.trunk;

import io.strowger.sip.call.CallCommand;
import io.strowger.sip.call.CallEvent;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.CallSession;
import io.strowger.sip.call.CallStep;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.prompt.ScriptCommand;
import io.strowger.sip.prompt.ScriptEvent;
import io.strowger.sip.prompt.ScriptSession;
import io.strowger.sip.prompt.ScriptStep;
import io.strowger.sip.transaction.TransactionInput;
import io.strowger.sip.trunk.Attempt.Placement;
import io.strowger.sip.trunk.SipCarrierListener.Progress;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls of one engine: from order to trunk to trunk to the one end; on its thread. */
final class Calls {
  private static final Logger log = LoggerFactory.getLogger(Calls.class);

  private final String carrier;
  private final TrunkEngine engine;
  private final TrunkChoice choice;
  private final SipCarrierListener listener;
  private final Map<String, Attempt> byReference = new HashMap<>();
  private final Map<String, Attempt> byCallId = new HashMap<>();

  /** INVITEs of the far end that wait for their ACK. */
  private final Map<Long, Attempt> serverInvites = new HashMap<>();

  private final PriorityQueue<Wake> wakes =
      new PriorityQueue<>(Comparator.comparingLong(Wake::atMillis));

  private record Wake(long atMillis, Attempt attempt) {}

  Calls(String carrier, TrunkEngine engine, TrunkMedia media, SipCarrierListener listener) {
    this.carrier = carrier;
    this.engine = engine;
    choice = new TrunkChoice(engine, media);
    this.listener = listener;
  }

  int live() {
    return byReference.size();
  }

  /** Not even a BYE. */
  boolean quiet() {
    return byCallId.values().stream().allMatch(attempt -> attempt.state.quiet());
  }

  void place(CallOrder order) {
    if (byReference.containsKey(order.reference())) {
      engine.refuse(order, Disposition.CONFIGURATION_FAULT, "a call of this name is under way");
      return;
    }
    Placement placement = new Placement(order);
    Attempt begun = next(placement);
    if (begun == null && !byReference.containsKey(order.reference())) {
      boolean full =
          engine.lines().stream()
              .anyMatch(line -> line.lastResort(engine.now()) && !line.gate().open(engine.now()));
      engine.refuse(
          order,
          full ? Disposition.THROTTLED : placement.refusal,
          full ? "every trunk has as many calls as it may have" : placement.why);
    } else if (begun != null) {
      start(begun);
    }
  }

  private void start(Attempt attempt) {
    byReference.put(attempt.placement.order.reference(), attempt);
    listener.progress(
        carrier, attempt.trunk.id(), attempt.placement.order.reference(), Progress.PLACED);
    on(attempt, new CallEvent.Start());
  }

  private @Nullable Attempt next(Placement placement) {
    Ears ears = new Ears();
    Attempt attempt = choice.next(placement, ears);
    if (attempt != null) {
      ears.attempt = attempt;
      byCallId.put(attempt.callId, attempt);
    }
    return attempt;
  }

  void hangUp(String reference, String why) {
    Attempt attempt = byReference.get(reference);
    if (attempt != null) {
      on(attempt, new CallEvent.HangUp(Disposition.CANCELLED, why));
    }
  }

  void hangUpAll(String why) {
    List.copyOf(byReference.keySet()).forEach(reference -> hangUp(reference, why));
  }

  /** A request of the far end; false when it is of no call. */
  boolean requested(long key, SipRequest request) {
    Attempt attempt = byCallId.get(request.callId());
    if (attempt == null || !attempt.state.isTo(request.toTag())) {
      return false;
    }
    if (request.method().equals("INVITE")) {
      serverInvites.put(key, attempt);
    }
    listen(attempt);
    on(attempt, new CallEvent.Request(key, request));
    return true;
  }

  void acknowledged(long key, SipRequest ack) {
    Attempt attempt = serverInvites.remove(key);
    if (attempt != null) {
      on(attempt, new CallEvent.Ack(ack));
    }
  }

  void ackMissing(long key) {
    Attempt attempt = serverInvites.remove(key);
    if (attempt != null) {
      on(attempt, new CallEvent.AckMissing(key));
    }
  }

  long nextAlarmMillis() {
    Wake first = wakes.peek();
    return first == null ? Long.MAX_VALUE : first.atMillis();
  }

  /** Looks at every call whose time has come. */
  void wake() {
    for (Wake due = wakes.peek();
        due != null && due.atMillis() <= engine.now();
        due = wakes.peek()) {
      wakes.remove();
      Attempt attempt = due.attempt();
      if (attempt.wakeAtMillis == due.atMillis()) {
        attempt.wakeAtMillis = Long.MAX_VALUE;
        boolean keyDue = attempt.keyDueAtMillis <= engine.now();
        if (keyDue) {
          attempt.keyDueAtMillis = Long.MAX_VALUE;
        }
        listen(attempt);
        on(attempt, new CallEvent.Tick());
        if (keyDue) {
          script(attempt, new ScriptEvent.TimedOut());
        }
      }
    }
  }

  private void on(Attempt attempt, CallEvent first) {
    Deque<CallEvent> events = new ArrayDeque<>();
    events.add(first);
    run(attempt, events);
  }

  private void run(Attempt attempt, Deque<CallEvent> events) {
    try {
      for (CallEvent event = events.pollFirst(); event != null; event = events.pollFirst()) {
        CallStep step = CallSession.step(attempt.state, event, engine.now());
        attempt.state = step.next();
        for (CallCommand command : step.commands()) {
          carryOut(attempt, command, events);
        }
      }
    } catch (IllegalArgumentException | IllegalStateException e) {
      // A message that cannot be built from what the far end wrote: its fault, and one call's end.
      log.error("carrier {}: a call is given up", carrier, e);
      listener.fault(carrier, "a call was given up: " + e.getMessage());
      abandon(attempt);
      return;
    }
    if (attempt.state.released()) {
      byCallId.remove(attempt.callId, attempt);
      engine.forget(attempt.clientKeys);
      return;
    }
    long alarm = attempt.nextAlarmMillis();
    if (alarm < attempt.wakeAtMillis) {
      attempt.wakeAtMillis = alarm;
      wakes.add(new Wake(alarm, attempt));
    }
  }

  private void abandon(Attempt attempt) {
    byCallId.remove(attempt.callId, attempt);
    engine.forget(attempt.clientKeys);
    attempt.wakeAtMillis = Long.MAX_VALUE;
    if (byReference.remove(attempt.placement.order.reference(), attempt)) {
      attempt.closeMedia();
      attempt.trunk.gate().leave();
      engine.refuse(
          attempt.placement.order,
          Disposition.CONFIGURATION_FAULT,
          "the trunk's words cannot be used");
    }
  }

  private void carryOut(Attempt attempt, CallCommand command, Deque<CallEvent> events) {
    switch (command) {
      case CallCommand.Send(int ref, SipRequest request, String hop) ->
          attempt.clientKeys.add(
              engine.send(request, Hop.of(hop, attempt.target), new Reply(attempt, ref)));
      case CallCommand.SendAck(SipRequest ack, String hop) ->
          engine.step(new TransactionInput.SendAck(ack, Hop.of(hop, attempt.target)));
      case CallCommand.Answer(long key, SipResponse response) -> {
        if (!response.success()) {
          serverInvites.remove(key);
        }
        engine.step(new TransactionInput.Answer(key, response));
      }
      case CallCommand.Describe(String sdp) ->
          events.add(
              switch (attempt.line.answered(sdp)) {
                case Negotiation.Agreed _ -> new CallEvent.MediaAgreed();
                case Negotiation.Refused(String why) -> new CallEvent.MediaRefused(why);
              });
      case CallCommand.Negotiate(long key, SipRequest request, String sdp) ->
          events.add(new CallEvent.Negotiated(key, request, negotiate(attempt, sdp)));
      case CallCommand.Ringing() -> progress(attempt, Progress.RINGING);
      case CallCommand.StartScript() -> {
        attempt.spoken = true;
        attempt.earlyPackets = attempt.line.packetsReceived();
        progress(attempt, Progress.ANSWERED);
        speak(attempt, new ScriptEvent.Answered(), events);
      }
      case CallCommand.KeyHeard(char key) -> speak(attempt, new ScriptEvent.Key(key), events);
      case CallCommand.Ended(CallReport report) -> ended(attempt, report);
    }
  }

  private void progress(Attempt attempt, Progress progress) {
    listener.progress(carrier, attempt.trunk.id(), attempt.placement.order.reference(), progress);
  }

  private static @Nullable String negotiate(Attempt attempt, @Nullable String sdp) {
    if (sdp == null) {
      return attempt.line.offer();
    }
    return attempt.line.offered(sdp) instanceof Negotiation.Agreed agreed
        ? agreed.localSdp()
        : null;
  }

  /** Media that came early is told of once only, so after the answer it is looked for. */
  private void listen(Attempt attempt) {
    if (attempt.spoken
        && !attempt.state.over()
        && attempt.line.packetsReceived() > attempt.earlyPackets) {
      on(attempt, new CallEvent.MediaSeen());
    }
  }

  private void script(Attempt attempt, ScriptEvent event) {
    listen(attempt);
    Deque<CallEvent> events = new ArrayDeque<>();
    speak(attempt, event, events);
    run(attempt, events);
  }

  /** One step of the script; nothing of it is said after the deadline. */
  private void speak(Attempt attempt, ScriptEvent event, Deque<CallEvent> events) {
    CallOrder order = attempt.placement.order;
    if (!attempt.spoken || attempt.state.over() || engine.now() >= order.deadlineMillis()) {
      events.add(new CallEvent.Tick());
      return;
    }
    boolean heardBefore = attempt.script.result().playedToEnd();
    ScriptStep step =
        ScriptSession.step(order.script(), order.pack(), attempt.script, event, engine.now());
    attempt.script = step.state();
    if (!heardBefore && attempt.script.result().playedToEnd()) {
      events.add(new CallEvent.ScriptPlayed());
    }
    for (ScriptCommand command : step.commands()) {
      switch (command) {
        case ScriptCommand.Play play -> {
          attempt.keyDueAtMillis = Long.MAX_VALUE;
          attempt.play = attempt.line.play(play.audio());
        }
        case ScriptCommand.WaitForKey wait -> attempt.keyDueAtMillis = wait.untilMillis();
        case ScriptCommand.Finish _ -> events.add(new CallEvent.ScriptEnded());
      }
    }
  }

  private void ended(Attempt attempt, CallReport report) {
    attempt.closeMedia();
    attempt.trunk.gate().leave();
    attempt.trunk.judge(report, attempt.heard || report.evidence().answered(), engine.now());
    Placement placement = attempt.placement;
    byReference.remove(placement.order.reference(), attempt);
    boolean divert =
        switch (report.outcome().disposition()) {
          case RETRY_OTHER_TRUNK, CONFIGURATION_FAULT, THROTTLED ->
              // Never after it rang: the user's telephone must not ring twice.
              !report.evidence().ringing() && !report.evidence().answered();
          default -> false;
        };
    Attempt next = divert ? next(placement) : null;
    if (next != null) {
      listener.diverted(carrier, report, next.trunk.id());
      start(next);
    } else {
      listener.ended(carrier, report, attempt.spoken ? attempt.script.result() : null);
    }
  }

  /** Answers to a request of a call. */
  private final class Reply implements Outbox.Waiter {
    private final Attempt attempt;
    private final int ref;

    Reply(Attempt attempt, int ref) {
      this.attempt = attempt;
      this.ref = ref;
    }

    @Override
    public void answered(SipResponse response, long now) {
      attempt.heard = true;
      on(attempt, new CallEvent.Response(ref, response));
    }

    @Override
    public void lost(String cause, long now) {
      on(attempt, new CallEvent.Failed(ref, cause));
    }
  }

  /** What media says; taken up in the next round, for it may say it in the middle of ours. */
  private final class Ears implements TrunkMedia.Events {
    private @Nullable Attempt attempt;

    @Override
    public void seen() {
      tell(new CallEvent.MediaSeen(), null);
    }

    @Override
    public void key(char key) {
      tell(new CallEvent.KeyPressed(key), new ScriptEvent.Key(key));
    }

    @Override
    public void playEnded(long play) {
      Attempt current = attempt;
      if (current != null) {
        engine.later(() -> {
          if (play == current.play) {
            script(current, new ScriptEvent.PlayEnded());
          }
        });
      }
    }

    @Override
    public void sounds(InboundAudio audio) {
      tell(
          new CallEvent.Heard(
              switch (audio) {
                case SPEECH -> CallEvent.Sound.VOICE;
                case RINGBACK -> CallEvent.Sound.RINGBACK;
                case BEEP -> CallEvent.Sound.BEEP;
                case SILENCE, COMFORT_NOISE -> CallEvent.Sound.NOTHING;
              }),
          null);
    }

    private void tell(CallEvent event, @Nullable ScriptEvent scripted) {
      Attempt current = attempt;
      if (current != null) {
        engine.later(() -> {
          on(current, event);
          if (scripted != null) {
            script(current, scripted);
          }
        });
      }
    }
  }
}
