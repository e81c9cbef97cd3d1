package io.strowger.sip.trunk;

import io.strowger.sip.call.CallCommand;
import io.strowger.sip.call.CallEvent;
import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.CallSession;
import io.strowger.sip.call.CallStep;
import io.strowger.sip.call.DigestSession;
import io.strowger.sip.call.Disposition;
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
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  private final Wakes wakes = new Wakes();

  Calls(String carrier, TrunkEngine engine, TrunkMedia media, SipCarrierListener listener) {
    this.carrier = carrier;
    this.engine = engine;
    choice = new TrunkChoice(engine, media);
    this.listener = listener;
  }

  int live() {
    return byReference.size();
  }

  int leftovers() {
    return byReference.size() + byCallId.size() + serverInvites.size();
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
    if (!engine.hasRoom()) {
      engine.refuse(order, Disposition.THROTTLED, Outbox.Waiter.OVERLOADED);
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
    Ears ears = new Ears(engine, this);
    Attempt attempt = choice.next(placement, ears);
    if (attempt != null) {
      ears.of(attempt);
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
    return wakes.nextMillis();
  }

  /** Looks at every call whose time has come. */
  void wake() {
    for (Attempt due = wakes.due(engine.now()); due != null; due = wakes.due(engine.now())) {
      boolean keyDue = due.keyDueAtMillis <= engine.now();
      if (keyDue) {
        due.keyDueAtMillis = Long.MAX_VALUE;
      }
      listen(due);
      on(due, new CallEvent.Tick());
      if (keyDue) {
        script(due, new ScriptEvent.TimedOut());
      }
    }
  }

  void on(Attempt attempt, CallEvent first) {
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
    wakes.set(attempt);
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
              engine.send(
                  request, Hop.of(hop, attempt.target), new Reply(attempt, ref, request.method())));
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
                case Negotiation.Agreed agreed -> {
                  attempt.agreed(agreed, engine.now());
                  yield new CallEvent.MediaAgreed();
                }
                case Negotiation.Refused(String why) -> new CallEvent.MediaRefused(why);
              });
      case CallCommand.Negotiate(long key, SipRequest request, String sdp) ->
          events.add(new CallEvent.Negotiated(key, request, negotiate(attempt, sdp, engine.now())));
      case CallCommand.Ringing() -> {
        attempt.trunk.digest().accepted(attempt.state.digest(), "INVITE", engine.now());
        progress(attempt, Progress.RINGING);
      }
      case CallCommand.StartScript() -> {
        attempt.spoken = true;
        attempt.earlyPackets = attempt.line.packetsReceived();
        attempt.presence.answered(attempt.earlyPackets, engine.now());
        attempt.lookAtMillis = engine.now() + Presence.LOOK_MILLIS;
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

  private static @Nullable String negotiate(Attempt attempt, @Nullable String sdp, long now) {
    if (sdp == null) {
      return attempt.line.offer();
    }
    if (!(attempt.line.offered(sdp) instanceof Negotiation.Agreed agreed)) {
      return null;
    }
    attempt.agreed(agreed, now);
    return agreed.localSdp();
  }

  /** Media that came early is told of once only, so after the answer it is looked for. */
  private void listen(Attempt attempt) {
    if (!attempt.spoken || attempt.state.over()) {
      return;
    }
    long packets = attempt.line.packetsReceived();
    if (packets > attempt.earlyPackets) {
      on(attempt, new CallEvent.MediaSeen());
    }
    attempt.presence.look(packets, engine.now());
    attempt.lookAtMillis = engine.now() + Presence.LOOK_MILLIS;
    if (attempt.presence.gone(engine.now())) {
      on(attempt, new CallEvent.FarEndGone());
    } else if (attempt.playedInDoubt && !attempt.presence.doubtful(engine.now())) {
      attempt.playedInDoubt = false;
      on(attempt, new CallEvent.ScriptPlayed());
    }
  }

  void script(Attempt attempt, ScriptEvent event) {
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
      attempt.playedInDoubt = attempt.presence.doubtful(engine.now());
      if (!attempt.playedInDoubt) {
        events.add(new CallEvent.ScriptPlayed());
      }
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
    if (report.evidence().answered()) {
      listener.sound(carrier, report, attempt.line.statistics());
    }
    attempt.closeMedia();
    attempt.trunk.gate().leave();
    Placement placement = attempt.placement;
    boolean heard = attempt.heard || report.evidence().answered();
    if (!attempt.overloaded) {
      attempt.trunk.judge(report, attempt.state.digest(), attempt.target, heard, engine.now());
    }
    if (!TrunkLine.elsewhere(report, heard)) {
      placement.tried.add(attempt.trunk.id());
    }
    byReference.remove(placement.order.reference(), attempt);
    boolean divert =
        switch (report.outcome().disposition()) {
          case RETRY_OTHER_TRUNK, CONFIGURATION_FAULT, THROTTLED ->
              // Never after it rang: the user's telephone must not ring twice.
              !report.evidence().ringing() && !report.evidence().answered();
          default -> false;
        };
    // What is full here is full for every trunk.
    Attempt next = divert && !attempt.overloaded ? next(placement) : null;
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
    private final String method;

    Reply(Attempt attempt, int ref, String method) {
      this.attempt = attempt;
      this.ref = ref;
      this.method = method;
    }

    @Override
    public void overloaded(long now) {
      if (method.equals("INVITE") && !attempt.spoken && !attempt.state.over()) {
        attempt.overloaded = true;
        on(attempt, new CallEvent.HangUp(Disposition.THROTTLED, OVERLOADED));
      }
      lost(OVERLOADED, now);
    }

    @Override
    public void answered(SipResponse response, long now) {
      attempt.heard = true;
      DigestSession before = attempt.state.digest();
      on(attempt, new CallEvent.Response(ref, response));
      attempt.trunk.digest().dropped(before, attempt.state.digest(), method, now);
    }

    @Override
    public void lost(String cause, long now) {
      on(attempt, new CallEvent.Failed(ref, cause));
    }

    @Override
    public void interrupted(String cause, long now) {
      on(attempt, new CallEvent.Interrupted(ref, cause));
    }
  }
}
