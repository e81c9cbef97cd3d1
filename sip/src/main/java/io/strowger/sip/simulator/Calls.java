package io.strowger.sip.simulator;

import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.transaction.TransactionInput;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** All calls of a simulated trunk, from the INVITE to the BYE. For one thread. */
final class Calls {
  static final String ALLOW = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE, PRACK, REGISTER";

  private static final String SDP = "application/sdp";
  private static final long PRACK_FIRST_MILLIS = 500;

  /** Q.850 causes that gateways give with these (RFC 3398 section 8). */
  private static final Map<Integer, Integer> CAUSES =
      Map.of(404, 1, 486, 17, 480, 18, 603, 21, 484, 28, 503, 34, 500, 41);

  private final Consumer<TransactionInput> transactions;
  private final TrunkEngine.Wire wire;
  private final CallMedia.Desk desk;
  private final Far far;
  private final SpokenClips clips;
  private final CallDice dice;
  private final Ledger ledger;
  private final Forwards forwards;
  private final Due due = new Due();
  private final Map<String, SimulatedCall> byCallId = new HashMap<>();
  private final Map<Long, SimulatedCall> byServerKey = new HashMap<>();
  private long nowMillis;

  Calls(
      Consumer<TransactionInput> transactions,
      TrunkEngine.Wire wire,
      CallMedia.Desk desk,
      List<PromptPack> packs,
      CallDice dice,
      Ledger ledger) {
    this.transactions = transactions;
    this.wire = wire;
    this.desk = desk;
    this.clips = new SpokenClips(packs);
    this.dice = dice;
    this.ledger = ledger;
    this.forwards =
        new Forwards(
            transactions, wire, desk, dice, this::ring, this::answer, this::refuse, this::hangUp);
    this.far = new Far(packs.getFirst(), dice, ledger, due, this::info, this::hangUp);
  }

  int open() {
    return byCallId.size();
  }

  boolean knows(String callId) {
    return byCallId.containsKey(callId);
  }

  Forwards forwards() {
    return forwards;
  }

  void poll(long now) {
    nowMillis = now;
    due.run(now);
  }

  long nextMillis() {
    return due.nextMillis();
  }

  void silence() {
    for (SimulatedCall call : byCallId.values()) {
      CallMedia media = call.media;
      if (media != null) {
        media.mute(true);
      }
    }
  }

  void begin(
      long serverKey,
      SipRequest invite,
      Flow flow,
      String destination,
      CallDice.Decision decision,
      TrunkDials dials,
      long now) {
    nowMillis = now;
    if (byCallId.containsKey(invite.callId())) {
      // The same call by another way, or a forged one (RFC 3261 section 8.2.2.2).
      send(serverKey, SipResponse.to(invite, 482).toTag(dice.token()));
      return;
    }
    SimulatedCall call =
        new SimulatedCall(
            invite,
            flow,
            serverKey,
            dice.token(),
            destination,
            decision,
            dials,
            new Ear(clips),
            now);
    byCallId.put(invite.callId(), call);
    byServerKey.put(serverKey, call);
    due.at(
        now + dice.millis(dials.responseDelay()),
        () -> {
          if (!call.answered()) {
            send(serverKey, SipResponse.to(invite, 100));
          }
        });
    String home = dials.ownNumbers().get(destination);
    if (home != null && decision.fate() == CallFate.PERSON) {
      forwards.begin(call, home);
      return;
    }
    if (dials.ringing() != TrunkDials.Ringing.NONE) {
      due.at(now + decision.ringMillis(), () -> ring(call));
    }
    if (decision.fate() != CallFate.NO_ANSWER) {
      due.at(now + decision.answerMillis(), () -> answer(call));
    }
  }

  private void ring(SimulatedCall call) {
    if (call.answered()) {
      return;
    }
    SipResponse.Builder ringing = response(call, call.dials.ringing().status());
    if (call.dials.earlyMedia() && prepareMedia(call)) {
      ringing.body(SDP, call.localSdp.getBytes(StandardCharsets.UTF_8));
      far.ringback(call);
    }
    String supported =
        String.join(",", call.invite.headers("Supported"))
            + String.join(",", call.invite.headers("Require"));
    if (call.dials.reliable() && supported.contains("100rel")) {
      call.unacknowledgedRseq = 1;
      ringing.header("Require", "100rel").header("RSeq", "1");
      repeat(call, ringing, PRACK_FIRST_MILLIS);
    }
    send(call.serverKey, ringing);
  }

  /** Until the PRACK comes (RFC 3262 section 3). */
  private void repeat(SimulatedCall call, SipResponse.Builder ringing, long afterMillis) {
    due.at(
        nowMillis + afterMillis,
        () -> {
          if (call.unacknowledgedRseq == 0 || call.answered()) {
            return;
          }
          if (afterMillis >= 32 * PRACK_FIRST_MILLIS) {
            refuse(call, 504);
            return;
          }
          send(call.serverKey, ringing);
          repeat(call, ringing, 2 * afterMillis);
        });
  }

  private void answer(SimulatedCall call) {
    if (call.answered() || call.ended) {
      return;
    }
    if (call.unacknowledgedRseq != 0) {
      call.answerWaits = true;
      return;
    }
    if (call.decision.status() != 200) {
      ledger.add(Count.REFUSED);
      refuse(call, call.decision.status());
      return;
    }
    if (!prepareMedia(call)) {
      refuse(call, call.mediaFault);
      return;
    }
    call.status = 200;
    ledger.add(call.cancelled ? Count.ANSWERED_LATE : Count.ANSWERED);
    ledger.finalAnswer(200);
    send(
        call.serverKey,
        response(call, 200)
            .header("Allow", ALLOW)
            .header("Supported", "100rel")
            .body(SDP, call.localSdp.getBytes(StandardCharsets.UTF_8)));
    far.answered(call);
  }

  private void refuse(SimulatedCall call, int status) {
    call.status = status;
    ledger.finalAnswer(status);
    SipResponse.Builder refusal = response(call, status);
    Integer cause = CAUSES.get(status);
    if (cause != null) {
      refusal.header("Reason", "Q.850;cause=" + cause);
    }
    send(call.serverKey, refusal);
    end(call);
  }

  private SipResponse.Builder response(SimulatedCall call, int status) {
    SipResponse.Builder builder = SipResponse.to(call.invite, status).toTag(call.tag);
    return status < 300
        ? builder.header("Contact", "<sip:carrier@" + wire.contact(call.flow) + ">")
        : builder;
  }

  private void send(long serverKey, SipResponse.Builder response) {
    transactions.accept(new TransactionInput.Answer(serverKey, response.build()));
  }

  /** Answers the caller's offer, or makes one; false when that cannot be, with its status. */
  private boolean prepareMedia(SimulatedCall call) {
    if (call.media != null) {
      return true;
    }
    try {
      String offer = new String(call.invite.body(), StandardCharsets.UTF_8);
      CallMedia media = desk.open(new CallListener(call), call.dials.encrypts(offer));
      call.media = media;
      if (call.back != null) {
        media.hearKeysTwice();
      }
      if (offer.isEmpty()) {
        call.localSdp = media.offer();
        return true;
      }
      if (media.offered(offer) instanceof Negotiation.Agreed agreed) {
        call.localSdp = agreed.localSdp();
        return true;
      }
      call.mediaFault = 488;
    } catch (MediaUnavailable e) {
      ledger.add(Count.MEDIA_UNAVAILABLE);
      call.mediaFault = 503;
    }
    return false;
  }

  void acknowledged(long serverKey, SipRequest ack, long now) {
    nowMillis = now;
    SimulatedCall call = byServerKey.get(serverKey);
    if (call == null || call.acknowledged) {
      return;
    }
    call.acknowledged = true;
    call.acknowledgedAtMillis = now;
    CallMedia media = call.media;
    if (media != null && call.invite.bodyLength() == 0 && ack.bodyLength() > 0) {
      var _ = media.answered(new String(ack.body(), StandardCharsets.UTF_8));
    }
    far.connected(call, now);
  }

  void cancelled(long serverKey, long now) {
    nowMillis = now;
    SimulatedCall call = byServerKey.get(serverKey);
    if (call == null || call.answered()) {
      return;
    }
    if (!call.cancelled) {
      ledger.add(Count.CANCELLED);
    }
    call.cancelled = true;
    if (call.dials.lateAnswer() && call.decision.status() == 200) {
      call.unacknowledgedRseq = 0;
      answer(call);
    } else {
      refuse(call, 487);
    }
  }

  void ackMissing(long serverKey, long now) {
    nowMillis = now;
    SimulatedCall call = byServerKey.get(serverKey);
    ledger.add(Count.ACKS_MISSING);
    if (call != null && call.status == 200) {
      hangUp(call);
    }
  }

  /** BYE, INFO, UPDATE, PRACK or a further INVITE. */
  void inDialog(long serverKey, SipRequest request, long now) {
    nowMillis = now;
    if (forwards.requested(serverKey, request)) {
      return;
    }
    SimulatedCall call = byCallId.get(request.callId());
    if (call == null || !call.tag.equals(request.toTag())) {
      send(serverKey, SipResponse.to(request, 481).toTag(dice.token()));
      return;
    }
    switch (request.method()) {
      case "BYE" -> {
        ledger.add(Count.BYES_RECEIVED);
        send(serverKey, SipResponse.to(request, 200));
        end(call);
      }
      case "PRACK" -> {
        ledger.add(Count.PRACKS);
        send(serverKey, SipResponse.to(request, 200));
        call.unacknowledgedRseq = 0;
        if (call.answerWaits) {
          answer(call);
        }
      }
      case "INVITE", "UPDATE" -> send(serverKey, renegotiated(call, request));
      default -> send(serverKey, SipResponse.to(request, 200));
    }
  }

  private SipResponse.Builder renegotiated(SimulatedCall call, SipRequest request) {
    SipResponse.Builder ok =
        SipResponse.to(request, 200)
            .header("Contact", "<sip:carrier@" + wire.contact(call.flow) + ">");
    CallMedia media = call.media;
    String offer = new String(request.body(), StandardCharsets.UTF_8);
    if (media == null || offer.isEmpty()) {
      return request.method().equals("INVITE")
          ? ok.body(SDP, call.localSdp.getBytes(StandardCharsets.UTF_8))
          : ok;
    }
    if (media.offered(offer) instanceof Negotiation.Agreed agreed) {
      call.localSdp = agreed.localSdp();
      return ok.body(SDP, agreed.localSdp().getBytes(StandardCharsets.UTF_8));
    }
    return SipResponse.to(request, 488);
  }

  private void info(SimulatedCall call, char key) {
    transactions.accept(CarrierRequests.info(call, key));
  }

  private void hangUp(SimulatedCall call) {
    if (call.ended) {
      return;
    }
    ledger.add(Count.BYES_SENT);
    transactions.accept(CarrierRequests.bye(call));
    end(call);
  }

  private void end(SimulatedCall call) {
    if (call.ended) {
      return;
    }
    call.ended = true;
    call.talkMillis = call.acknowledged ? nowMillis - call.acknowledgedAtMillis : 0;
    call.closeMedia();
    forwards.ended(call);
    byCallId.remove(call.invite.callId());
    byServerKey.remove(call.serverKey);
    NameAddress from =
        NameAddress.parse(Objects.requireNonNullElse(call.invite.header("From"), ""));
    var fromUri = from == null ? null : from.sipUri();
    ledger.ended(
        new CallRecord(
            call.invite.callId(),
            fromUri == null ? "" : fromUri.user(),
            call.destination,
            call.decision.fate(),
            call.status,
            call.talkMillis,
            call.ear.audioMillis(),
            call.ear.codes(),
            call.ear.unrecognised(),
            call.keys.toString(),
            call.ear.keys(),
            call.receivedAtMillis));
  }
}
