package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.simulator.SmscReport.Count;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Receipts from submit_sm to acknowledgement.
 *
 * <pre>
 * submit -> wheel -> deliver_sm -> acknowledged
 *             ^         |  no receiver, window full, link closed
 *  refused ---+         +--> held by the account -> next receiver with room
 * </pre>
 */
final class Receipts {
  /** Submissions are refused (ESME_RMSGQFUL) before more receipts than this wait. */
  static final int PENDING_MAX = 2_000_000;

  private static final int ATTEMPTS_MAX = 8;
  private static final long RETRY_MICROS = 1_000_000;

  private final Tally tally;
  private final BiConsumer<EsmeSession, Pdu> out;
  private final DueWheel wheel;

  /**
   * @param out writes a PDU to a session
   */
  Receipts(Tally tally, BiConsumer<EsmeSession, Pdu> out, long nowMicros) {
    this.tally = tally;
    this.out = out;
    this.wheel = new DueWheel(nowMicros);
  }

  boolean full() {
    return tally.get(Count.RECEIPTS_PENDING) >= PENDING_MAX;
  }

  long nextMicros() {
    return wheel.nextMicros();
  }

  void schedule(Due.Receipt receipt, Dials dials, long nowMicros) {
    tally.add(Count.RECEIPTS_PENDING);
    if (receipt.dueMicros <= nowMicros) {
      deliver(receipt, dials, nowMicros);
    } else {
      wheel.add(receipt);
    }
  }

  void schedule(Due.Response response) {
    wheel.add(response);
  }

  void poll(Dials dials, long nowMicros) {
    wheel.advance(
        nowMicros,
        due -> {
          switch (due) {
            case Due.Receipt receipt -> deliver(receipt, dials, nowMicros);
            case Due.Response response -> respond(response);
          }
        });
  }

  /** The receipts that wait for this account go to whoever has room. */
  void drain(Account account, Dials dials, long nowMicros) {
    while (!account.held.isEmpty()) {
      EsmeSession receiver = account.receiver();
      if (receiver == null) {
        return;
      }
      write(account.held.removeFirst(), receiver, dials, nowMicros);
    }
  }

  void acknowledged(EsmeSession session, int sequence, int status, Dials dials, long nowMicros) {
    Due.Receipt receipt = session.acknowledged(sequence);
    if (receipt == null) {
      return;
    }
    if (status == 0) {
      tally.add(Count.RECEIPTS_ACKNOWLEDGED);
      tally.add(Count.RECEIPTS_PENDING, -1);
    } else if (receipt.attempts < ATTEMPTS_MAX) {
      receipt.dueMicros = nowMicros + RETRY_MICROS;
      wheel.add(receipt);
    } else {
      tally.add(Count.RECEIPTS_REFUSED);
      tally.add(Count.RECEIPTS_PENDING, -1);
    }
    drain(receipt.account, dials, nowMicros);
  }

  /**
   * What a closed session leaves unacknowledged goes out again, on another bind if there is one.
   */
  void abandoned(EsmeSession session, Account account, Dials dials, long nowMicros) {
    session.abandon(account.held::addFirst);
    drain(account, dials, nowMicros);
  }

  /** The receipt still to come for this message, or null. */
  Due.@Nullable Receipt pending(Account account, MessageIdForm form, String messageId) {
    return (Due.Receipt)
        wheel.find(due ->
            due instanceof Due.Receipt receipt
                && receipt.account == account
                && form.write(receipt.id).equals(messageId));
  }

  private void deliver(Due.Receipt receipt, Dials dials, long nowMicros) {
    EsmeSession receiver = receipt.account.held.isEmpty() ? receipt.account.receiver() : null;
    if (receiver == null) {
      receipt.account.held.addLast(receipt);
      drain(receipt.account, dials, nowMicros);
    } else {
      write(receipt, receiver, dials, nowMicros);
    }
    Due.Response response = receipt.before;
    if (response != null) {
      receipt.before = null;
      if (receiver != null) {
        // On another connection the order of writes alone would not hold.
        receiver.peer.flush();
      }
      if (response.dueMicros <= nowMicros) {
        respond(response);
      } else {
        wheel.add(response);
      }
    }
  }

  private void respond(Due.Response response) {
    if (!response.session.closed) {
      out.accept(response.session, response.pdu);
    }
  }

  private void write(Due.Receipt receipt, EsmeSession receiver, Dials dials, long nowMicros) {
    receipt.attempts++;
    int sequence = receiver.track(receipt);
    Pdu pdu = ReceiptPdu.of(receipt, sequence, receiver.version, dials, nowMicros);
    out.accept(receiver, pdu);
    tally.add(Count.RECEIPTS_SENT);
  }
}
