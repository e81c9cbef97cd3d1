package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One route: the whole of it, and each operator behind it. */
final class RouteHealth {
  /** Operators beyond these share one cell. */
  static final int OPERATORS_MAX = 64;

  static final String OTHER_OPERATORS = "*";

  /** Of what opens a cell. Doubt costs little: what is doubted is believed a little later. */
  private static final double DOUBTED = 0.25;

  final String name;
  final DelayLaw receiptLaw = new DelayLaw(Signal.RECEIPT);
  final Circuit whole;
  private final Map<String, Circuit> byOperator = new HashMap<>();
  private final List<Circuit> circuits = new ArrayList<>();
  private @Nullable DelayLaw verifiedLaw;
  private long slot;

  RouteHealth(String name, long slot) {
    this.name = name;
    this.slot = slot;
    this.whole =
        new Circuit(name, Circuit.WHOLE_ROUTE, new Cell(Signal.RECEIPT, receiptLaw, null, slot));
    circuits.add(whole);
  }

  List<Circuit> circuits() {
    return circuits;
  }

  Circuit operator(String operator) {
    Circuit circuit = byOperator.get(operator);
    return circuit != null ? circuit : newOperator(operator);
  }

  @Nullable Circuit known(String operator) {
    Circuit circuit = byOperator.get(operator);
    return circuit != null || byOperator.size() <= OPERATORS_MAX
        ? circuit
        : byOperator.get(OTHER_OPERATORS);
  }

  private Circuit newOperator(String operator) {
    if (byOperator.size() >= OPERATORS_MAX && !operator.equals(OTHER_OPERATORS)) {
      return operator(OTHER_OPERATORS);
    }
    Circuit circuit =
        new Circuit(name, operator, new Cell(Signal.RECEIPT, receiptLaw, whole.receipts, slot));
    byOperator.put(operator, circuit);
    circuits.add(circuit);
    return circuit;
  }

  void sent(Circuit circuit, int account, boolean feedbackExpected, long now) {
    whole.receipts.sent(account, now);
    circuit.receipts.sent(account, now);
    if (feedbackExpected) {
      verified(whole).sent(account, now);
      verified(circuit).sent(account, now);
    }
  }

  private Cell verified(Circuit circuit) {
    Cell cell = circuit.verified;
    if (cell == null) {
      cell = newVerified(circuit);
      circuit.verified = cell;
    }
    return cell;
  }

  private Cell newVerified(Circuit circuit) {
    if (verifiedLaw == null) {
      verifiedLaw = new DelayLaw(Signal.VERIFIED);
    }
    Cell parent = circuit.isWhole() ? null : verified(whole);
    return new Cell(Signal.VERIFIED, verifiedLaw, parent, slot);
  }

  void heard(Signal signal, Circuit circuit, int account, long sentSlot, long at) {
    if (signal == Signal.RECEIPT) {
      if (at - sentSlot < Signal.RECEIPT.horizon) {
        receiptLaw.receipt(sentSlot, (int) (at - sentSlot));
      }
      whole.receipts.heard(account, sentSlot, at);
      circuit.receipts.heard(account, sentSlot, at);
      circuit.ramp.receipt();
      whole.ramp.receipt();
    } else if (verifiedLaw != null && whole.verified != null && circuit.verified != null) {
      if (at - sentSlot < Signal.VERIFIED.horizon) {
        verifiedLaw.receipt(sentSlot, (int) (at - sentSlot));
      }
      whole.verified.heard(account, sentSlot, at);
      circuit.verified.heard(account, sentSlot, at);
    }
  }

  void doubled(Circuit circuit, int account, long sentSlot, long at) {
    if (whole.verified != null && circuit.verified != null) {
      whole.verified.unsent(account, sentSlot, at);
      circuit.verified.unsent(account, sentSlot, at);
    }
  }

  /** The slot has ended. */
  void tick(long ended) {
    slot = ended + 1;
    boolean minute = ended % Slots.PER_MINUTE == 0;
    for (Circuit circuit : circuits) {
      circuit.receipts.tick(ended);
      if (circuit.verified != null) {
        circuit.verified.tick(ended);
      }
    }
    receiptLaw.mature(ended - Signal.RECEIPT.horizon + 1);
    if (verifiedLaw != null) {
      verifiedLaw.mature(ended - Signal.VERIFIED.horizon + 1);
    }
    if (minute) {
      minute();
    }
  }

  private void minute() {
    receiptLaw.minute();
    if (verifiedLaw != null) {
      verifiedLaw.minute();
    }
    for (Circuit circuit : circuits) {
      circuit.receipts.minute();
      Arrivals arrivals = circuit.receipts.arrivals;
      circuit.daily.learn(arrivals.sent, arrivals.arrived);
      arrivals.clear();
      if (circuit.verified != null) {
        circuit.verified.minute();
      }
    }
  }

  /** Of the operator's cell, or of the whole route while it has none. */
  Usual usual(@Nullable Circuit operator) {
    Circuit cell = operator == null ? whole : operator;
    Cell codes = cell.verified;
    return new Usual(
        cell.receipts.baseline.mean(),
        whole.isBlind() ? 0 : cell.receipts.baseline.trials(),
        codes == null ? 0 : codes.baseline.mean(),
        codes == null ? 0 : codes.baseline.trials());
  }

  void restart(long from) {
    for (Circuit circuit : circuits) {
      circuit.receipts.restart(from);
      if (circuit.verified != null) {
        circuit.verified.restart(from);
      }
    }
  }

  /** Nothing was judged for longer than the horizon. */
  void skip(long to) {
    slot = to;
    receiptLaw.forgetCohorts();
    if (verifiedLaw != null) {
      verifiedLaw.forgetCohorts();
    }
    for (Circuit circuit : circuits) {
      circuit.receipts.skip(to);
      circuit.probes.skip();
      if (circuit.verified != null) {
        circuit.verified.skip(to);
      }
    }
  }

  void write(DataOutput out) throws IOException {
    out.writeUTF(name);
    receiptLaw.write(out);
    out.writeBoolean(verifiedLaw != null);
    if (verifiedLaw != null) {
      verifiedLaw.write(out);
    }
    out.writeInt(circuits.size());
    for (Circuit circuit : circuits) {
      out.writeUTF(circuit.operator);
      circuit.write(out);
    }
  }

  /** All but the name. */
  void read(DataInput in, int version, long now) throws IOException {
    receiptLaw.read(in);
    if (in.readBoolean()) {
      verifiedLaw = new DelayLaw(Signal.VERIFIED);
      verifiedLaw.read(in);
    }
    int count = in.readInt();
    for (int i = 0; i < count; i++) {
      String operator = in.readUTF();
      Circuit circuit = operator.equals(Circuit.WHOLE_ROUTE) ? whole : operator(operator);
      circuit.read(in, newVerified(circuit), version, now);
    }
  }

  ReceiptTrust trust(String operator, long sentMillis, long slot) {
    long now = (slot + 1) * Slots.MILLIS;
    Circuit cell = known(operator);
    if (isDisproved(whole, sentMillis) || (cell != null && isDisproved(cell, sentMillis))) {
      return ReceiptTrust.DISPROVED;
    }
    return isDoubted(whole, sentMillis, now) || (cell != null && isDoubted(cell, sentMillis, now))
        ? ReceiptTrust.DOUBTED
        : ReceiptTrust.BELIEVED;
  }

  /** Where there is no other route nothing can be done about doubt: it is told, and not waited. */
  private static boolean isDoubted(Circuit circuit, long sentMillis, long now) {
    if (circuit.state == CellState.DEGRADED && circuit.cause == Cause.LAST_USABLE_ROUTE) {
      return false;
    }
    Cell verified = circuit.hasFeedback() ? circuit.verified : null;
    boolean unverified =
        verified != null
            && verified.worst() > DOUBTED * verified.threshold()
            && sentMillis >= verified.onset(verified.likeliest()) * Slots.MILLIS;
    boolean lost = circuit.canaries.score() > DOUBTED && sentMillis >= circuit.canaries.lossSince();
    return unverified || lost || circuit.canaries.areLate(sentMillis, now);
  }

  private static boolean isDisproved(Circuit circuit, long sentMillis) {
    return circuit.state == CellState.OPEN
        && (circuit.cause == Cause.FAKE_RECEIPTS || circuit.cause == Cause.CANARIES_LOST)
        && sentMillis >= circuit.onsetMillis;
  }

  /** Its code, which nine in ten users have typed by then; else the next canary. */
  @Nullable Proof proof(long sentMillis, boolean toldOfCode, Surroundings around, long slot) {
    long typed =
        toldOfCode && verifiedLaw != null && whole.hasFeedback()
            ? verifiedLaw.quantileMillis(0.9)
            : 0;
    if (typed > 0) {
      return Proof.byCode(sentMillis, typed);
    }
    long due = whole.canaries.proofDueMillis(sentMillis, slot * Slots.MILLIS);
    return due == 0 || !around.hasAlternative(whole)
        ? null
        : Proof.byCanary(sentMillis, due, whole.canaries.prove(sentMillis));
  }
}
