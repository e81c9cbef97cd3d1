package io.strowger.gateway.health;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A route, or one operator on it: what its signals say, and the state that follows.
 *
 * <pre>
 *              h/2              h, confirmed              probes (SPRT)          ramp done
 *   CLOSED ─────────▶ SUSPECT ──────────────▶ OPEN ───────────────────▶ HALF_OPEN ─────────▶ CLOSED
 *      ▲ ◀── h/4 ──────┘  │                    ▲                            │
 *      │                  ▼ a fifth lost       └──────── h/2 in the ramp ───┘
 *      └── ten clean ── DEGRADED                         hold-down doubles
 *           minutes
 * </pre>
 */
final class Circuit {
  static final String WHOLE_ROUTE = "";

  final String route;
  final String operator;
  final Cell receipts;
  final DailyLevel daily = new DailyLevel();
  final Probes probes = new Probes(Signal.RECEIPT.horizon);
  final HoldDown holdDown = new HoldDown();
  final Ramp ramp = new Ramp();
  final Canaries canaries = new Canaries();
  final CallTest calls = new CallTest();
  @Nullable Cell verified;
  @Nullable Fault fault;

  CellState state = CellState.CLOSED;
  Cause cause = Cause.RECOVERED;
  long stateSince;
  long onsetMillis;

  /** Since when an alarm awaits confirmation; 0 for none. */
  long alarmSince;

  /** Since when a degraded cell has been clean, or a suspicious one suspicious. */
  long quietSince;

  /** Other witnesses say that messages arrive, while no receipt ever came. */
  boolean noReceipts;

  /** Left although its receipts said that all was well, and nothing else has spoken for it yet. */
  boolean isDoubted;

  boolean toldLow;
  boolean toldBlind;
  boolean toldAccount;

  Circuit(String route, String operator, Cell receipts) {
    this.route = route;
    this.operator = operator;
    this.receipts = receipts;
  }

  boolean isWhole() {
    return operator.equals(WHOLE_ROUTE);
  }

  /** Receipts so rare that their absence says nothing. */
  boolean isBlind() {
    return (noReceipts && !receipts.baseline.isProven())
        || (receipts.baseline.trials() >= 50 && receipts.baseline.mean() < 0.30);
  }

  boolean hasFeedback() {
    return verified != null && verified.baseline.trials() >= 200;
  }

  HealthChange move(CellState to, Cause why, long onset, long now) {
    HealthChange change = new HealthChange(route, operator, state, to, why, evidence(), onset, now);
    state = to;
    cause = why;
    stateSince = now;
    onsetMillis = onset;
    return change;
  }

  /** A call of the cell has ended. */
  void called(boolean good, long ringMillis, long now) {
    calls.call(good, ringMillis, now);
    if (good) {
      ramp.receipt();
    }
  }

  HealthReport report(double share, long hedgeMillis) {
    return new HealthReport(
        route,
        operator,
        state,
        cause,
        fault,
        isBlind(),
        receipts.baseline.isProven(),
        stateSince,
        onsetMillis,
        share,
        receipts.worst(),
        receipts.threshold(),
        receipts.baseline.mean(),
        receipts.baseline.trials(),
        verified == null ? -1 : verified.baseline.mean(),
        hedgeMillis);
  }

  /** News without a change of state. */
  HealthChange tell(Cause what, long now) {
    return new HealthChange(route, operator, state, state, what, evidence(), onsetMillis, now);
  }

  private String evidence() {
    StringBuilder text = new StringBuilder(describe("receipts", receipts));
    if (verified != null) {
      text.append("; ").append(describe("verified codes", verified));
    }
    String returned = canaries.describe();
    if (!returned.isEmpty()) {
      text.append("; ").append(returned);
    }
    if (fault != null) {
      text.append("; ").append(fault);
    }
    return text.toString();
  }

  private static String describe(String name, Cell cell) {
    return String.format(
        Locale.ROOT,
        "%s: score %.1f of %.1f for %s, usual success %.2f over %.0f messages",
        name,
        cell.worst(),
        cell.threshold(),
        cell.likeliest(),
        cell.baseline.mean(),
        cell.baseline.trials());
  }

  void write(DataOutput out) throws IOException {
    receipts.write(out);
    daily.write(out);
    calls.write(out);
    out.writeBoolean(verified != null);
    if (verified != null) {
      verified.write(out);
    }
    out.writeBoolean(state == CellState.OPEN && cause != Cause.EXPLICIT_FAULT);
    out.writeUTF(cause.name());
    out.writeLong(onsetMillis);
    out.writeBoolean(state == CellState.HALF_OPEN && cause == Cause.PROBES_RETURNED);
    out.writeDouble(probes.evidence());
    ramp.write(out);
    holdDown.write(out);
    canaries.write(out);
  }

  /**
   * @param version before 2 nothing was kept of a recovery, and before 4 of canaries
   */
  void read(DataInput in, Cell verifiedCell, int version, long now) throws IOException {
    receipts.read(in, version);
    daily.read(in);
    calls.read(in);
    if (in.readBoolean()) {
      verified = verifiedCell;
      verifiedCell.read(in, version);
    }
    boolean open = in.readBoolean();
    cause = Cause.valueOf(in.readUTF());
    onsetMillis = in.readLong();
    stateSince = now;
    if (open) {
      state = CellState.OPEN;
      probes.restart(now);
    }
    if (version >= 2) {
      boolean halfOpen = in.readBoolean();
      probes.resume(in.readDouble(), now);
      ramp.read(in, now);
      holdDown.read(in, now);
      if (halfOpen) {
        state = CellState.HALF_OPEN;
      }
    } else if (open) {
      holdDown.opened(now);
    }
    if (version >= 4) {
      canaries.read(in, now);
    }
  }
}
