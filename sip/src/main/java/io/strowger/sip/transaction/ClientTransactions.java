package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.message.Via;
import io.strowger.sip.transaction.ClientTransaction.InviteKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests that we sent and that are not forgotten yet. */
final class ClientTransactions {
  private final TransactionTimers timers;
  private final Supplier<String> ids;
  private final Function<Target, String> sentBy;
  private final Alarms alarms;
  private final Map<ClientTransaction.Key, ClientTransaction> byKey = new HashMap<>();
  private final Map<InviteKey, ClientTransaction> invites = new HashMap<>();
  private final LargeRequests large = new LargeRequests();

  ClientTransactions(
      TransactionTimers timers,
      Supplier<String> ids,
      Function<Target, String> sentBy,
      Alarms alarms) {
    this.timers = timers;
    this.ids = ids;
    this.sentBy = sentBy;
    this.alarms = alarms;
  }

  int size() {
    return byKey.size();
  }

  /** Whether a call may begin: what those need that are under way is kept free. */
  boolean hasRoomForCalls() {
    return byKey.size() < timers.transactionsMax() - timers.transactionsMax() / 8;
  }

  void send(TransactionInput.Send send, long now, Consumer<TransactionOutput> out) {
    SipRequest asked = send.request();
    long clientKey = send.clientKey();
    if (asked.method().equals("ACK")) {
      throw new IllegalArgumentException("an ACK is no transaction");
    }
    if (byKey.size() >= timers.transactionsMax()) {
      out.accept(new TransactionOutput.Overloaded(clientKey));
      return;
    }
    boolean cancel = asked.method().equals("CANCEL");
    Target target = send.target();
    Via via = null;
    if (cancel) {
      ClientTransaction invite = invites.get(new InviteKey(asked.callId(), asked.cseq()));
      SipRequest cancelled = invite == null ? null : invite.request;
      if (invite == null || cancelled == null || !invite.pending()) {
        out.accept(new TransactionOutput.Failed(clientKey, "no INVITE left to cancel"));
        return;
      }
      via = cancelled.topVia();
      target = invite.target;
      invite.state = ClientStep.cancelled(invite.state, timers, now);
      alarms.set(invite);
    }
    if (via != null) {
      begin(clientKey, over(asked, via), target, null, now, out);
      return;
    }
    SipRequest request = over(asked, fresh(target));
    Target wide = large.wide(request, target, now);
    if (wide == null) {
      begin(clientKey, request, target, null, now, out);
    } else {
      begin(clientKey, over(asked, fresh(wide)), wide, target, now, out);
    }
  }

  private void begin(
      long clientKey,
      SipRequest request,
      Target target,
      @Nullable Target narrow,
      long now,
      Consumer<TransactionOutput> out) {
    ClientTransaction.Key key = new ClientTransaction.Key(request.branch(), request.method());
    ClientState state =
        ClientStep.begin(
            request.method().equals("INVITE"), target.transport().reliable(), timers, now);
    ClientTransaction made = new ClientTransaction(clientKey, key, request, target, narrow, state);
    if (byKey.putIfAbsent(key, made) != null) {
      out.accept(new TransactionOutput.Failed(clientKey, "cancelled already"));
      return;
    }
    if (made.invite != null) {
      invites.put(made.invite, made);
    }
    alarms.set(made);
    out.accept(new TransactionOutput.TransmitTo(request, target));
  }

  private static SipRequest over(SipRequest request, Via via) {
    return request.toBuilder().removeHeader("Via").headerFirst("Via", via.toString()).build();
  }

  void sendAck(SipRequest ack, Target target, long now, Consumer<TransactionOutput> out) {
    SipRequest request = over(ack, fresh(target));
    Target wide = large.wide(request, target, now);
    out.accept(
        wide == null
            ? new TransactionOutput.TransmitTo(request, target)
            : new TransactionOutput.TransmitTo(over(ack, fresh(wide)), wide));
  }

  private Via fresh(Target target) {
    String rport = target.transport() == Transport.UDP ? ";rport" : "";
    Via via =
        Via.parse(
            "SIP/2.0/"
                + target.transport()
                + " "
                + sentBy.apply(target)
                + ";branch="
                + Via.MAGIC_COOKIE
                + ids.get()
                + rport);
    if (via == null) {
      throw new IllegalStateException("our own host and port make no Via");
    }
    return via;
  }

  /** False when nobody waits for it. */
  boolean received(SipResponse response, long now, Consumer<TransactionOutput> out) {
    ClientTransaction found =
        byKey.get(new ClientTransaction.Key(response.branch(), response.cseqMethod()));
    if (found == null) {
      return false;
    }
    ClientStep step =
        ClientStep.response(found.state, response.status(), found.reliable(), timers, now);
    carryOut(found, step, response, out);
    return true;
  }

  void tick(ClientTransaction due, long now, Consumer<TransactionOutput> out) {
    carryOut(due, ClientStep.tick(due.state, timers, now), null, out);
  }

  private void carryOut(
      ClientTransaction transaction,
      ClientStep step,
      @Nullable SipResponse response,
      Consumer<TransactionOutput> out) {
    transaction.state = step.next();
    for (ClientStep.Action action : step.actions()) {
      switch (action) {
        case RESEND -> transmit(transaction.request, transaction.target, out);
        case PASS_UP -> {
          if (response != null) {
            out.accept(new TransactionOutput.Response(transaction.clientKey, response));
          }
        }
        case ACKNOWLEDGE -> {
          SipRequest invite = transaction.request;
          if (transaction.ack == null && invite != null && response != null) {
            transaction.ack = ack(invite, response);
          }
          transmit(transaction.ack, transaction.target, out);
        }
        case TIME_OUT -> out.accept(new TransactionOutput.TimedOut(transaction.clientKey));
      }
    }
    if (!transaction.pending()) {
      // Half a minute of answered requests would be most of the memory.
      transaction.request = null;
    }
    settle(transaction);
  }

  private static void transmit(
      @Nullable SipRequest request, Target target, Consumer<TransactionOutput> out) {
    if (request != null) {
      out.accept(new TransactionOutput.TransmitTo(request, target));
    }
  }

  private void settle(ClientTransaction transaction) {
    if (transaction.state instanceof ClientState.Ended) {
      byKey.remove(transaction.key, transaction);
      transaction.ack = null;
      if (transaction.invite != null) {
        invites.remove(transaction.invite, transaction);
      }
    } else {
      alarms.set(transaction);
    }
  }

  /** The ACK of a final answer other than 2xx (RFC 3261 section 17.1.1.3). */
  private static SipRequest ack(SipRequest invite, SipResponse response) {
    SipRequest.Builder ack = SipRequest.builder("ACK", invite.requestUri());
    copyFirst(invite, "Via", ack);
    for (String route : invite.headers("Route")) {
      ack.header("Route", route);
    }
    copyFirst(invite, "From", ack);
    copyFirst(response, "To", ack);
    copyFirst(invite, "Call-ID", ack);
    return ack.header("CSeq", invite.cseq() + " ACK").build();
  }

  private static void copyFirst(SipMessage from, String name, SipRequest.Builder to) {
    String value = from.header(name);
    if (value != null) {
      to.header(name, value);
    }
  }

  void sendFailed(SipRequest request, String cause, long now, Consumer<TransactionOutput> out) {
    ClientTransaction found =
        byKey.get(new ClientTransaction.Key(request.branch(), request.method()));
    if (found != null && found.pending()) {
      lost(found, cause, now, out);
    }
  }

  /** Over TCP nothing is repeated: what was under way to that peer will not be answered. */
  void flowClosed(Flow flow, String cause, long now, Consumer<TransactionOutput> out) {
    List<ClientTransaction> lost = new ArrayList<>();
    for (ClientTransaction each : byKey.values()) {
      if (each.pending()
          && !each.interrupted
          && each.target.transport() == flow.transport()
          && each.target.address().equals(flow.remote())) {
        lost.add(each);
      }
    }
    lost.forEach(each -> lost(each, cause, now, out));
  }

  private void lost(
      ClientTransaction transaction, String cause, long now, Consumer<TransactionOutput> out) {
    Target narrow = transaction.narrow;
    SipRequest request = transaction.request;
    boolean unheard =
        transaction.state instanceof ClientState.Calling
            || transaction.state instanceof ClientState.Trying;
    if (transaction.invite != null && transaction.state instanceof ClientState.Proceeding) {
      // It may ring there all the same: whoever gives it up has to be able to take it back.
      transaction.interrupted = true;
      transaction.state = ClientStep.cancelled(transaction.state, timers, now);
      alarms.set(transaction);
      out.accept(new TransactionOutput.Interrupted(transaction.clientKey, cause));
    } else if (narrow != null && request != null && unheard) {
      large.refused(transaction.target, now);
      end(transaction);
      begin(transaction.clientKey, over(request, fresh(narrow)), narrow, null, now, out);
    } else if (transaction.state
            instanceof ClientState.Trying(long _, long interval, long timeoutAt)
        && transaction.takesBack()) {
      // Else a call would go on at the other end, with nobody in it, until somebody pays for it.
      long next = Math.min(2 * interval, timers.t2Millis());
      transaction.state = new ClientState.Trying(now + next, next, timeoutAt);
      alarms.set(transaction);
    } else {
      end(transaction);
      out.accept(new TransactionOutput.Failed(transaction.clientKey, cause));
    }
  }

  private void end(ClientTransaction transaction) {
    transaction.state = new ClientState.Ended();
    transaction.request = null;
    settle(transaction);
  }
}
