package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.simulator.SmscReport.Count;
import io.strowger.smpp.text.Concatenation;
import io.strowger.smpp.text.ReceivedText;
import org.jspecify.annotations.Nullable;

/**
 * Takes or refuses submissions and answers them, in the order and at the time the dials ask for.
 */
final class Submits {
  private static final int ESME_RINVBNDSTS = 0x04;
  private static final int ESME_RMSGQFUL = 0x14;
  private static final int UDH_INDICATOR = 0x40;
  private static final double EVEN = 0.5;

  private final Dice dice;
  private final Tally tally;
  private final Arrivals arrivals;
  private final Receipts receipts;
  private final SmscEngine engine;
  private long lastId;

  Submits(
      Dice dice,
      Tally tally,
      Arrivals arrivals,
      Receipts receipts,
      SmscEngine engine,
      long firstId) {
    this.dice = dice;
    this.tally = tally;
    this.arrivals = arrivals;
    this.receipts = receipts;
    this.engine = engine;
    this.lastId = firstId;
  }

  void received(EsmeSession session, ShortMessage message, Pdu request, Dials dials, long now) {
    tally.add(Count.SUBMITS);
    Account account = session.account;
    if (account == null || !session.canTransmit()) {
      tally.add(Count.REFUSED);
      engine.write(session, response(request, ESME_RINVBNDSTS, ""));
      return;
    }
    boolean disconnects = dice.disconnects(dials);
    if (disconnects && dice.chance(EVEN)) {
      // Lost on the way: the client cannot tell this from an answer that was lost.
      engine.disconnect(session);
      return;
    }
    Concatenation place = place(message);
    Dice.Decision decision =
        receipts.full()
            ? new Dice.Decision.Refuse(ESME_RMSGQFUL)
            : dice.decide(message, place, dials, now);
    switch (decision) {
      case Dice.Decision.Refuse refuse ->
          answer(session, response(request, refuse.commandStatus(), ""), null, dials, now);
      case Dice.Decision.Accept accept -> {
        long id = ++lastId;
        String messageId = dials.responseId().write(id);
        count(accept.fate());
        arrivals.accepted(account, messageId, message, place, accept.fate(), now);
        String owner = dials.ownNumbers().get(message.destination().value());
        if (owner != null && accept.fate() == Fate.DELIVERED) {
          String text = ReceivedText.of(message).text();
          engine.text(owner, message.source().value(), message.destination().value(), text);
        }
        Due.Receipt receipt = null;
        if (accept.receipt()) {
          long named = dice.chance(dials.misnameRatio()) ? id - 1 : id;
          receipt = new Due.Receipt(account, named, message.source(), message.destination(), now);
          receipt.dueMicros = now + dice.delayMicros(dials.receiptDelay());
          if (accept.fate() == Fate.FAILED) {
            receipt.state = dials.failState();
            receipt.error = dials.failError();
          }
        }
        if (disconnects) {
          schedule(receipt, dials, now);
        } else if (dice.chance(dials.unansweredRatio())) {
          tally.add(Count.UNANSWERED);
          schedule(receipt, dials, now);
        } else {
          answer(session, response(request, 0, messageId), receipt, dials, now);
        }
      }
    }
    if (disconnects) {
      engine.disconnect(session);
    }
  }

  private static @Nullable Concatenation place(ShortMessage message) {
    if ((message.esmClass() & UDH_INDICATOR) == 0 && message.tlvs().isEmpty()) {
      return null;
    }
    Concatenation place = ReceivedText.of(message).place();
    return place == null || place.total() == 1 ? null : place;
  }

  private void count(Fate fate) {
    tally.add(Count.ACCEPTED);
    switch (fate) {
      case DROPPED -> tally.add(Count.DROPPED);
      case FAILED -> tally.add(Count.FAILED);
      case DELIVERED -> {}
    }
  }

  private void answer(
      EsmeSession session, Pdu response, Due.@Nullable Receipt receipt, Dials dials, long now) {
    long delay = dice.delayMicros(dials.responseDelay());
    if (receipt != null && dials.receiptBeforeResponse()) {
      receipt.before = new Due.Response(session, response, now + delay);
      schedule(receipt, dials, now);
      return;
    }
    if (delay == 0) {
      engine.write(session, response);
    } else {
      receipts.schedule(new Due.Response(session, response, now + delay));
      if (receipt != null) {
        receipt.dueMicros = Math.max(receipt.dueMicros, now + delay);
      }
    }
    schedule(receipt, dials, now);
  }

  private void schedule(Due.@Nullable Receipt receipt, Dials dials, long now) {
    if (receipt == null) {
      return;
    }
    Due.Receipt twin = dice.chance(dials.duplicateRatio()) ? receipt.twin() : null;
    receipts.schedule(receipt, dials, now);
    if (twin != null) {
      receipts.schedule(twin, dials, now);
    }
  }

  private static Pdu response(Pdu request, int status, String messageId) {
    return request instanceof Pdu.DataSm
        ? new Pdu.DataSmResp(request.sequenceNumber(), status, messageId)
        : new Pdu.SubmitSmResp(request.sequenceNumber(), status, messageId);
  }
}
