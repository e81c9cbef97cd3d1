package io.strowger.sip.transaction;

import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.transaction.ServerTransaction.AckKey;
import io.strowger.sip.transaction.ServerTransaction.MergeKey;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests that came and that are not forgotten yet. */
final class ServerTransactions {
  private static final String RETRY_AFTER_SECONDS = "10";

  private final TransactionTimers timers;
  private final Supplier<String> ids;
  private final Alarms alarms;
  private final Map<ServerTransaction.Key, ServerTransaction> byKey = new HashMap<>();
  private final Map<Long, ServerTransaction> byServerKey = new HashMap<>();
  private final Map<MergeKey, ServerTransaction> merged = new HashMap<>();
  private final Map<AckKey, ServerTransaction> awaitingAck = new HashMap<>();
  private long lastServerKey;

  ServerTransactions(TransactionTimers timers, Supplier<String> ids, Alarms alarms) {
    this.timers = timers;
    this.ids = ids;
    this.alarms = alarms;
  }

  int size() {
    return byKey.size();
  }

  /** False when it belongs to nothing: an ACK that nobody waits for. */
  boolean received(SipRequest raw, Flow flow, long now, Consumer<TransactionOutput> out) {
    if (raw.method().equals("ACK")) {
      return ack(raw, flow, now, out);
    }
    ServerTransaction.Key key = ServerTransaction.Key.of(raw, raw.method());
    ServerTransaction known = byKey.get(key);
    if (known != null) {
      carryOut(known, ServerStep.again(known.state, known.newest != null), null, out);
      return true;
    }
    SipRequest request = raw.cameFrom(flow.remote());
    Flow back = flow.answering(request.topVia());
    if (byKey.size() >= timers.transactionsMax()) {
      refuse(request, back, 503, out);
      return true;
    }
    boolean invite = request.method().equals("INVITE");
    ServerTransaction made =
        new ServerTransaction(
            lastServerKey + 1, key, request, back, ServerStep.begin(invite, timers, now));
    if (made.mergeKey != null && merged.putIfAbsent(made.mergeKey, made) != null) {
      refuse(request, back, 482, out);
      return true;
    }
    lastServerKey++;
    byKey.put(key, made);
    byServerKey.put(made.serverKey, made);
    alarms.set(made);
    if (request.method().equals("CANCEL")) {
      cancel(made, request, now, out);
    } else {
      out.accept(new TransactionOutput.Request(made.serverKey, request, flow));
    }
    return true;
  }

  /** Without a transaction, which is just what cannot be afforded. */
  private void refuse(SipRequest request, Flow flow, int status, Consumer<TransactionOutput> out) {
    SipResponse.Builder answer = SipResponse.to(request, status).toTag(ids.get());
    if (status == 503) {
      answer.header("Retry-After", RETRY_AFTER_SECONDS);
    }
    out.accept(new TransactionOutput.TransmitOver(answer.build(), flow));
  }

  /** RFC 3261 section 9.2: the CANCEL is answered here, its INVITE by the application. */
  private void cancel(
      ServerTransaction made, SipRequest cancel, long now, Consumer<TransactionOutput> out) {
    ServerTransaction invite = byKey.get(ServerTransaction.Key.of(cancel, "INVITE"));
    SipResponse.Builder answer = SipResponse.to(cancel, invite == null ? 481 : 200);
    answer(made, answer.toTag(ids.get()).build(), now, out);
    if (invite != null && invite.state instanceof ServerState.Inviting) {
      out.accept(new TransactionOutput.Cancelled(invite.serverKey));
    }
  }

  private boolean ack(SipRequest ack, Flow flow, long now, Consumer<TransactionOutput> out) {
    ServerTransaction found = byKey.get(ServerTransaction.Key.of(ack, "INVITE"));
    if (found == null || found.state instanceof ServerState.Accepted) {
      ServerTransaction accepted = awaitingAck.get(AckKey.of(ack));
      found = accepted == null ? found : accepted;
    }
    if (found == null) {
      return false;
    }
    ServerStep step = ServerStep.ack(found.state, found.reliable(), timers, now);
    found.state = step.next();
    if (step.actions().contains(ServerStep.Action.PASS_ACK)) {
      found.newest = null;
      out.accept(new TransactionOutput.Ack(found.serverKey, ack, flow));
    }
    settle(found);
    return true;
  }

  void answer(long serverKey, SipResponse response, long now, Consumer<TransactionOutput> out) {
    ServerTransaction found = byServerKey.get(serverKey);
    if (found != null) {
      answer(found, response, now, out);
    }
  }

  private void answer(
      ServerTransaction transaction,
      SipResponse response,
      long now,
      Consumer<TransactionOutput> out) {
    ServerStep step =
        ServerStep.answer(
            transaction.state, response.status(), transaction.reliable(), timers, now);
    if (step.actions().isEmpty()) {
      return;
    }
    if (step.next() instanceof ServerState.Accepted) {
      AckKey ackKey = AckKey.of(response);
      transaction.ackKey = ackKey;
      awaitingAck.put(ackKey, transaction);
    }
    carryOut(transaction, step, response, out);
  }

  void tick(ServerTransaction due, long now, Consumer<TransactionOutput> out) {
    carryOut(due, ServerStep.tick(due.state, timers, now), null, out);
  }

  private void carryOut(
      ServerTransaction transaction,
      ServerStep step,
      @Nullable SipResponse response,
      Consumer<TransactionOutput> out) {
    transaction.state = step.next();
    if (response != null) {
      transaction.newest = response;
      transaction.request = null;
    }
    for (ServerStep.Action action : step.actions()) {
      switch (action) {
        case SEND -> transmit(transaction, transaction.newest, out);
        case TRYING -> {
          SipRequest invite = transaction.request;
          if (invite != null) {
            transaction.newest = SipResponse.to(invite, 100).build();
            transaction.request = null;
            transmit(transaction, transaction.newest, out);
          }
        }
        case ACK_MISSING -> out.accept(new TransactionOutput.AckMissing(transaction.serverKey));
        case PASS_ACK -> throw new IllegalStateException("only an ACK is passed so");
      }
    }
    settle(transaction);
  }

  private static void transmit(
      ServerTransaction transaction,
      @Nullable SipResponse response,
      Consumer<TransactionOutput> out) {
    if (response != null) {
      out.accept(new TransactionOutput.TransmitOver(response, transaction.flow));
    }
  }

  private void settle(ServerTransaction transaction) {
    if (!(transaction.state instanceof ServerState.Ended)) {
      alarms.set(transaction);
      return;
    }
    byKey.remove(transaction.key, transaction);
    byServerKey.remove(transaction.serverKey, transaction);
    if (transaction.mergeKey != null) {
      merged.remove(transaction.mergeKey, transaction);
    }
    if (transaction.ackKey != null) {
      awaitingAck.remove(transaction.ackKey, transaction);
    }
    transaction.request = null;
    transaction.newest = null;
  }
}
