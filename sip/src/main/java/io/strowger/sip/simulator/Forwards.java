package io.strowger.sip.simulator;

import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transaction.TransactionInput;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;

/** Calls to numbers of the clients' own: each goes back to its client as a call of the trunk's. */
final class Forwards {
  private final Consumer<TransactionInput> transactions;
  private final TrunkEngine.Wire wire;
  private final CallMedia.Desk desk;
  private final CallDice dice;
  private final Consumer<SimulatedCall> ring;
  private final Consumer<SimulatedCall> answer;
  private final ObjIntConsumer<SimulatedCall> refuse;
  private final Consumer<SimulatedCall> hangUp;
  private final Map<Long, Leg> byKey = new HashMap<>();
  private final Map<String, Leg> byCallId = new HashMap<>();
  private long lastKey;

  /** The call back to the client. */
  static final class Leg {
    final SimulatedCall call;
    final long key;
    final SipRequest invite;
    final Target target;
    final CallMedia media;
    String to = "";
    String remote;
    boolean answered;
    boolean provisional;
    boolean over;

    Leg(SimulatedCall call, long key, SipRequest invite, Target target, CallMedia media) {
      this.call = call;
      this.key = key;
      this.invite = invite;
      this.target = target;
      this.media = media;
      this.remote = invite.requestUri();
    }
  }

  Forwards(
      Consumer<TransactionInput> transactions,
      TrunkEngine.Wire wire,
      CallMedia.Desk desk,
      CallDice dice,
      Consumer<SimulatedCall> ring,
      Consumer<SimulatedCall> answer,
      ObjIntConsumer<SimulatedCall> refuse,
      Consumer<SimulatedCall> hangUp) {
    this.transactions = transactions;
    this.wire = wire;
    this.desk = desk;
    this.dice = dice;
    this.ring = ring;
    this.answer = answer;
    this.refuse = refuse;
    this.hangUp = hangUp;
  }

  /** An address and a port. */
  static InetSocketAddress address(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("own-numbers are number=address:port");
    }
    return new InetSocketAddress(
        InetAddress.ofLiteral(text.substring(0, colon)),
        Integer.parseInt(text.substring(colon + 1)));
  }

  void begin(SimulatedCall call, String home) {
    InetSocketAddress there = address(home);
    String here = wire.contact(new Flow(Transport.UDP, there, there, 0));
    CallMedia media;
    try {
      media = desk.open(new Deaf(), false);
    } catch (MediaUnavailable _) {
      refuse.accept(call, 503);
      return;
    }
    SipRequest invite =
        SipRequest.builder("INVITE", "sip:+" + call.destination + "@" + home)
            .header("From", "<sip:carrier@" + here + ">;tag=" + dice.token())
            .header("To", "<sip:+" + call.destination + "@" + home + ">")
            .header("Call-ID", dice.token())
            .header("CSeq", "1 INVITE")
            .header("Contact", "<sip:carrier@" + here + ">")
            .body("application/sdp", media.offer().getBytes(StandardCharsets.UTF_8))
            .build();
    Leg leg = new Leg(call, --lastKey, invite, Target.of(Transport.UDP, there), media);
    call.back = leg;
    byKey.put(leg.key, leg);
    byCallId.put(invite.callId(), leg);
    transactions.accept(new TransactionInput.Send(leg.key, invite, leg.target));
  }

  /** The client has answered an INVITE of ours, or nothing else is waited for. */
  void answered(long key, SipResponse response) {
    Leg leg = byKey.get(key);
    if (leg == null || !response.cseqMethod().equals("INVITE")) {
      return;
    }
    if (response.provisional()) {
      leg.provisional = true;
      if (response.status() > 100 && !leg.over) {
        ring.accept(leg.call);
      }
    } else if (response.success()) {
      accepted(leg, response);
    } else {
      lost(key, response.status());
    }
  }

  private void accepted(Leg leg, SipResponse response) {
    String contact = response.header("Contact");
    NameAddress address = contact == null ? null : NameAddress.parse(contact);
    leg.remote = address == null ? leg.remote : address.uri();
    leg.to = Objects.requireNonNullElse(response.header("To"), "");
    transactions.accept(new TransactionInput.SendAck(within(leg, "ACK", 1), leg.target));
    if (leg.over) {
      bye(leg);
      return;
    }
    if (leg.answered) {
      return;
    }
    leg.answered = true;
    if (leg.media.answered(new String(response.body(), StandardCharsets.UTF_8))
        instanceof Negotiation.Agreed) {
      leg.call.keysGoTo = leg.media;
      answer.accept(leg.call);
    } else {
      refuse.accept(leg.call, 488);
    }
  }

  /** It will not be answered. */
  void lost(long key, int status) {
    Leg leg = byKey.get(key);
    if (leg != null && !leg.answered) {
      close(leg);
      if (!leg.over) {
        leg.over = true;
        refuse.accept(leg.call, status);
      }
    }
  }

  /** The caller's side is over. */
  void ended(SimulatedCall call) {
    Leg leg = call.back;
    if (leg == null || leg.over) {
      return;
    }
    leg.over = true;
    if (leg.answered) {
      bye(leg);
    } else if (leg.provisional) {
      transactions.accept(
          new TransactionInput.Send(
              --lastKey,
              SipRequest.builder("CANCEL", leg.invite.requestUri())
                  .header("From", Objects.requireNonNullElse(leg.invite.header("From"), ""))
                  .header("To", Objects.requireNonNullElse(leg.invite.header("To"), ""))
                  .header("Call-ID", leg.invite.callId())
                  .header("CSeq", "1 CANCEL")
                  .build(),
              leg.target));
    }
  }

  /** A request in a call of ours; false when it is in none. */
  boolean requested(long serverKey, SipRequest request) {
    Leg leg = byCallId.get(request.callId());
    if (leg == null) {
      return false;
    }
    transactions.accept(
        new TransactionInput.Answer(serverKey, SipResponse.to(request, 200).build()));
    if (request.method().equals("BYE") && !leg.over) {
      leg.over = true;
      close(leg);
      hangUp.accept(leg.call);
    }
    return true;
  }

  private void bye(Leg leg) {
    transactions.accept(new TransactionInput.Send(--lastKey, within(leg, "BYE", 2), leg.target));
    close(leg);
  }

  private SipRequest within(Leg leg, String method, int cseq) {
    return SipRequest.builder(method, leg.remote)
        .header("From", Objects.requireNonNullElse(leg.invite.header("From"), ""))
        .header("To", leg.to)
        .header("Call-ID", leg.invite.callId())
        .header("CSeq", cseq + " " + method)
        .build();
  }

  private void close(Leg leg) {
    leg.call.keysGoTo = null;
    byKey.remove(leg.key, leg);
    if (byCallId.remove(leg.invite.callId(), leg)) {
      leg.media.close();
    }
  }

  /** Nothing that the client says goes back. */
  private static final class Deaf implements MediaListener {
    @Override
    public void mediaSeen() {}

    @Override
    public void key(char key) {}

    @Override
    public void playEnded(long play) {}

    @Override
    public void classified(InboundAudio audio) {}
  }
}
