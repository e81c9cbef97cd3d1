package io.strowger.sip.transaction;

import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Target;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * All transactions of one endpoint, of both roles. One thread owns it, tells it what happens, and
 * carries out what it wants done; its memory is bounded by {@link TransactionTimers}.
 */
public final class TransactionLayer {
  private final Alarms alarms = new Alarms();
  private final ClientTransactions clients;
  private final ServerTransactions servers;
  private long strays;

  /**
   * Without any transaction.
   *
   * @param ids gives an unguessable token each time, for branches and for the tags of answers that
   *     the layer makes itself
   * @param sentBy our own host (and port) as that target is to see it, for the Via
   */
  public TransactionLayer(
      TransactionTimers timers, Supplier<String> ids, Function<Target, String> sentBy) {
    clients = new ClientTransactions(timers, ids, sentBy, alarms);
    servers = new ServerTransactions(timers, ids, alarms);
  }

  /** One thing happened; what it leads to is handed out in order, before this returns. */
  public void step(TransactionInput input, long nowMillis, Consumer<TransactionOutput> out) {
    switch (input) {
      case TransactionInput.Received received -> {
        boolean known =
            switch (received.message()) {
              case SipRequest request -> servers.received(request, received.flow(), nowMillis, out);
              case SipResponse response -> clients.received(response, nowMillis, out);
            };
        strays += known ? 0 : 1;
      }
      case TransactionInput.Send send -> clients.send(send, nowMillis, out);
      case TransactionInput.SendAck(SipRequest ack, Target target) ->
          clients.sendAck(ack, target, nowMillis, out);
      case TransactionInput.Answer(long serverKey, SipResponse response) ->
          servers.answer(serverKey, response, nowMillis, out);
      case TransactionInput.SendFailed failed -> {
        if (failed.message() instanceof SipRequest request) {
          clients.sendFailed(request, failed.cause(), nowMillis, out);
        }
      }
      case TransactionInput.FlowClosed closed ->
          clients.flowClosed(closed.flow(), closed.cause(), nowMillis, out);
      case TransactionInput.Tick() -> tick(nowMillis, out);
    }
  }

  private void tick(long now, Consumer<TransactionOutput> out) {
    for (Alarms.Sleeper due = alarms.due(now); due != null; due = alarms.due(now)) {
      switch (due) {
        case ClientTransaction client -> clients.tick(client, now, out);
        case ServerTransaction server -> servers.tick(server, now, out);
      }
    }
  }

  /** When {@link TransactionInput.Tick} is due; may be too early; {@link Long#MAX_VALUE}: never. */
  public long nextAlarmMillis() {
    return alarms.nextMillis();
  }

  /** Whether a call may begin: what those need that are under way is kept free. */
  public boolean hasRoomForCalls() {
    return clients.hasRoomForCalls();
  }

  /** Requests we sent that are not forgotten yet. */
  public int clientTransactions() {
    return clients.size();
  }

  /** Requests that came and are not forgotten yet. */
  public int serverTransactions() {
    return servers.size();
  }

  /** Answers nobody waited for and ACKs of nothing, so far. */
  public long strays() {
    return strays;
  }
}
