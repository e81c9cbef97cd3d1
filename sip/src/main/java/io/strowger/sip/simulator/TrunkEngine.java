package io.strowger.sip.simulator;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.transaction.TransactionInput;
import io.strowger.sip.transaction.TransactionLayer;
import io.strowger.sip.transaction.TransactionOutput;
import io.strowger.sip.transaction.TransactionTimers;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's SIP gateway without sockets, threads or clock: the same one serves the simulator's
 * listeners and a simulation in one thread. For one thread; times are epoch milliseconds.
 */
public final class TrunkEngine {
  /**
   * 100 is the dials' affair, not the transactions'. An answered INVITE is remembered for 32 s, so
   * that they last 8 000 calls/s: the gateway shall meet its own bound first.
   */
  private static final TransactionTimers TIMERS =
      new TransactionTimers(500, 4_000, 5_000, 3_600_000, 3_600_000, 262_144);

  private static final int IGNORED_MAX = 10_000;

  private final TransactionLayer transactions;
  private final Wire wire;
  private final CallDice dice;
  private final Ledger ledger;
  private final Calls calls;
  private final DigestCheck digest = new DigestCheck();
  private final TokenBucket bucket = new TokenBucket();
  private final Set<String> ignored = new LinkedHashSet<>();
  private TrunkDials dials;
  private boolean cut;
  private long nowMillis;

  /** Where messages go. */
  public interface Wire {
    void send(SipMessage message, Target target);

    void send(SipMessage message, Flow flow);

    /** The address under which this end is reached over that flow, for Via and Contact. */
    String contact(Flow flow);
  }

  /**
   * Without any call.
   *
   * @param packs whose phrases are recognised; persons and voicemails speak with the first
   * @param remember how many ended calls the report lists, 0 for none
   */
  public TrunkEngine(
      TrunkDials dials,
      Wire wire,
      CallMedia.Desk media,
      List<PromptPack> packs,
      RandomGenerator random,
      int remember,
      @Nullable CallEndListener listener) {
    this.dials = dials;
    this.wire = wire;
    this.dice = new CallDice(random);
    this.ledger = new Ledger(remember, listener);
    this.transactions = new TransactionLayer(TIMERS, dice::token, this::sentBy);
    this.calls = new Calls(this::input, wire, media, packs, dice, ledger);
  }

  private String sentBy(Target target) {
    return wire.contact(new Flow(target.transport(), target.address(), target.address(), 0));
  }

  public TrunkDials dials() {
    return dials;
  }

  /** In force from the next call on. */
  public void dials(TrunkDials changed) {
    dials = changed;
  }

  /** From now on nothing is answered, and calls get no further word, until {@link #restore}. */
  public void cut() {
    cut = true;
    calls.silence();
  }

  public void restore() {
    cut = false;
  }

  public void received(SipMessage message, Flow flow, long now) {
    nowMillis = now;
    if (cut || (message instanceof SipRequest request && unanswered(request))) {
      return;
    }
    input(new TransactionInput.Received(message, flow));
  }

  public void sendFailed(SipMessage message, String cause, long now) {
    nowMillis = now;
    input(new TransactionInput.SendFailed(message, cause));
  }

  public void closed(Flow flow, String cause, long now) {
    nowMillis = now;
    input(new TransactionInput.FlowClosed(flow, cause));
  }

  /**
   * Does what is due.
   *
   * @return when to call again at the latest, {@link Long#MAX_VALUE} for never
   */
  public long poll(long now) {
    nowMillis = now;
    calls.poll(now);
    if (transactions.nextAlarmMillis() <= now) {
      input(new TransactionInput.Tick());
    }
    return Math.min(transactions.nextAlarmMillis(), calls.nextMillis());
  }

  public TrunkReport report(int callsMax, boolean destinations) {
    return ledger.report(callsMax, destinations, calls.open());
  }

  /** Whether this call is one that gets no response; the same for all its repetitions. */
  private boolean unanswered(SipRequest request) {
    if (!request.method().equals("INVITE") && !request.method().equals("CANCEL")) {
      return false;
    }
    if (ignored.contains(request.callId())) {
      return true;
    }
    if (request.method().equals("CANCEL")
        || request.toTag() != null
        || calls.knows(request.callId())
        || !dice.chance(dials.unansweredRatio())) {
      return false;
    }
    ledger.add(Count.INVITES);
    ledger.add(Count.UNANSWERED);
    ledger.destination(destination(request));
    if (ignored.size() >= IGNORED_MAX) {
      ignored.remove(ignored.iterator().next());
    }
    ignored.add(request.callId());
    return true;
  }

  private void input(TransactionInput input) {
    transactions.step(input, nowMillis, this::output);
  }

  private void output(TransactionOutput output) {
    switch (output) {
      case TransactionOutput.TransmitTo(SipRequest request, Target target) -> {
        if (!cut) {
          wire.send(request, target);
        }
      }
      case TransactionOutput.TransmitOver(SipResponse response, Flow flow) -> {
        if (!cut) {
          wire.send(response, flow);
        }
      }
      case TransactionOutput.Request(long serverKey, SipRequest request, Flow flow) ->
          request(serverKey, request, flow);
      case TransactionOutput.Ack(long serverKey, SipRequest ack, Flow _) ->
          calls.acknowledged(serverKey, ack, nowMillis);
      case TransactionOutput.Cancelled(long serverKey) -> calls.cancelled(serverKey, nowMillis);
      case TransactionOutput.AckMissing(long serverKey) -> calls.ackMissing(serverKey, nowMillis);
      // Our BYE and INFO are sent and forgotten.
      case TransactionOutput.Response(long key, SipResponse response) ->
          calls.forwards().answered(key, response);
      case TransactionOutput.TimedOut(long key) -> calls.forwards().lost(key, 480);
      case TransactionOutput.Failed(long key, String _) -> calls.forwards().lost(key, 503);
      case TransactionOutput.Overloaded(long key) -> calls.forwards().lost(key, 503);
      case TransactionOutput.Interrupted _ -> {}
    }
  }

  private void request(long serverKey, SipRequest request, Flow flow) {
    switch (request.method()) {
      case "OPTIONS" -> {
        ledger.add(Count.OPTIONS);
        if (dials.optionsStatus() != 0) {
          answer(serverKey, SipResponse.to(request, dials.optionsStatus()));
        }
      }
      case "REGISTER" -> {
        if (admitted(serverKey, request, 401)) {
          ledger.add(Count.REGISTRATIONS);
          answer(serverKey, registered(request));
        }
      }
      case "INVITE" -> {
        if (request.toTag() == null) {
          invited(serverKey, request, flow);
        } else {
          calls.inDialog(serverKey, request, nowMillis);
        }
      }
      case "BYE", "INFO", "UPDATE", "PRACK" -> calls.inDialog(serverKey, request, nowMillis);
      default -> answer(serverKey, SipResponse.to(request, 405).header("Allow", Calls.ALLOW));
    }
  }

  private static SipResponse.Builder registered(SipRequest request) {
    SipResponse.Builder builder = SipResponse.to(request, 200);
    String expires = request.header("Expires");
    for (String contact : request.headers("Contact")) {
      boolean said = contact.contains("expires=");
      builder.header(
          "Contact", said || expires == null ? contact : contact + ";expires=" + expires);
    }
    return builder;
  }

  private void invited(long serverKey, SipRequest request, Flow flow) {
    String authorization = request.header("Proxy-Authorization");
    if (dials.user().isEmpty() || authorization == null) {
      // The second INVITE of a challenged call is the same call.
      ledger.add(Count.INVITES);
      ledger.destination(destination(request));
    }
    if (!admitted(serverKey, request, 407)) {
      return;
    }
    boolean full = dials.callsMax() > 0 && calls.open() >= dials.callsMax();
    if (full || !bucket.take(dials.throttleAbove(), nowMillis)) {
      ledger.add(Count.THROTTLED);
      ledger.finalAnswer(503);
      answer(serverKey, SipResponse.to(request, 503).header("Retry-After", "1"));
      return;
    }
    String destination = destination(request);
    calls.begin(
        serverKey, request, flow, destination, dice.decide(destination, dials), dials, nowMillis);
  }

  /** Whether the dials want no credentials, or these are right; else the answer was given. */
  private boolean admitted(long serverKey, SipRequest request, int challenge) {
    if (dials.user().isEmpty()) {
      return true;
    }
    boolean proxy = challenge == 407;
    String given = request.header(proxy ? "Proxy-Authorization" : "Authorization");
    if (given != null && digest.genuine(request, given, dials)) {
      return true;
    }
    ledger.add(given == null ? Count.CHALLENGED : Count.UNAUTHORIZED);
    ledger.finalAnswer(challenge);
    answer(
        serverKey,
        SipResponse.to(request, challenge)
            .header(
                proxy ? "Proxy-Authenticate" : "WWW-Authenticate",
                digest.challenge(dials, dice.token())));
    return false;
  }

  private void answer(long serverKey, SipResponse.Builder answer) {
    input(new TransactionInput.Answer(serverKey, answer.toTag(dice.token()).build()));
  }

  /** The number, without plus and parameters. */
  static String destination(SipRequest request) {
    SipUri uri = SipUri.parse(request.requestUri());
    String user = uri == null ? "" : uri.user();
    int semicolon = user.indexOf(';');
    String number = semicolon < 0 ? user : user.substring(0, semicolon);
    return number.startsWith("+") ? number.substring(1) : number;
  }
}
