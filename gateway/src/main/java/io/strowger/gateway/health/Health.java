package io.strowger.gateway.health;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether routes deliver what they accept. Told of every send and of all that comes back, it judges
 * every two seconds. A message costs O(1) and allocates nothing; a slot costs a pass over the
 * horizon for each cell that is not quiet. Owned by one thread; times are epoch milliseconds and
 * never go back, those that do are taken for the latest.
 *
 * <p>Only first attempts are told as sent: what is resent because it was silent would count the
 * same silence twice.
 */
public final class Health {
  private static final int VERSION = 4;
  private static final int ROUTES_MAX = 1_000;
  private static final int MISSED_SLOTS_MAX = Signal.VERIFIED.horizon;
  private static final long HEDGE_MIN_MILLIS = 15_000;
  private static final long HEDGE_MAX_MILLIS = 30_000;
  private static final long HEDGE_SUSPECT_MILLIS = 4_000;
  private static final int OPEN_OPERATORS = 3;

  private final Map<String, RouteHealth> routes = new HashMap<>();
  private final List<RouteHealth> all = new ArrayList<>();
  private final List<HealthChange> changes = new ArrayList<>();
  private final Siblings siblings = new Siblings(this, routes, all);
  private final Judge judge = new Judge(siblings, changes);
  private final LowBaseline lowBaseline = new LowBaseline(siblings, judge, changes);
  private long slot;

  /**
   * @param alternatives for each route those that could carry its messages
   */
  public Health(Map<String, List<String>> alternatives, long nowMillis) {
    siblings.alternatives = Map.copyOf(alternatives);
    this.slot = Slots.of(nowMillis);
  }

  /** The route table has changed; routes that are not in it are forgotten. */
  public void alternatives(Map<String, List<String>> next) {
    siblings.alternatives = Map.copyOf(next);
    all.removeIf(route -> !next.containsKey(route.name));
    routes.keySet().retainAll(next.keySet());
  }

  private RouteHealth route(String name) {
    RouteHealth route = routes.get(name);
    if (route == null) {
      if (routes.size() >= ROUTES_MAX) {
        throw new IllegalStateException("more than " + ROUTES_MAX + " routes");
      }
      route = new RouteHealth(name, slot);
      routes.put(name, route);
      all.add(route);
    }
    return route;
  }

  private Circuit circuit(String route, String operator) {
    RouteHealth of = route(route);
    return operator.isEmpty() ? of.whole : of.operator(operator);
  }

  /** A slot never after the present one, also when clocks were set back. */
  private long slotOf(long millis) {
    return Math.min(slot, Slots.of(millis));
  }

  /**
   * The first attempt of a message was taken by the carrier.
   *
   * @param feedbackExpected whether the account tells which codes were verified
   */
  public void sent(String route, String operator, String account, boolean feedbackExpected) {
    RouteHealth of = route(route);
    of.sent(of.operator(operator), account.hashCode(), feedbackExpected, slot);
  }

  /**
   * Good news of a first attempt: it was delivered, refused by the handset, or its code verified.
   */
  public void heard(Signal signal, String route, String operator, String account, long sentMillis) {
    RouteHealth of = route(route);
    of.heard(signal, of.operator(operator), account.hashCode(), slotOf(sentMillis), slot);
  }

  /**
   * A second copy of the message went another way: if its code is verified now, nobody knows by
   * which, so it says nothing more of the first.
   */
  public void doubled(String route, String operator, String account, long sentMillis) {
    RouteHealth of = route(route);
    of.doubled(of.operator(operator), account.hashCode(), slotOf(sentMillis), slot);
  }

  /**
   * Whether a message for the operator, which is just being sent elsewhere, is to be copied to this
   * open route to see whether it has come back.
   */
  public boolean takeProbe(String route, String operator, long nowMillis) {
    Circuit circuit = open(route, operator);
    return circuit.state == CellState.OPEN
        && (circuit.fault == null || circuit.fault == Fault.NO_RESPONSES)
        && circuit.probes.take(nowMillis);
  }

  public void probeSent(String route, String operator) {
    open(route, operator).probes.sent(slot);
  }

  public void probeHeard(String route, String operator, long sentMillis) {
    open(route, operator).probes.heard(slotOf(sentMillis), slot);
  }

  private Circuit open(String route, String operator) {
    RouteHealth of = route(route);
    return of.whole.state == CellState.OPEN ? of.whole : of.operator(operator);
  }

  /**
   * @param operator empty when the canary speaks for the whole route
   * @param usualMillis until the next one, at most
   */
  public void canarySent(String route, String operator, long nowMillis, long usualMillis) {
    circuit(route, operator).canaries.sent(nowMillis, usualMillis);
  }

  public void canaryReturned(String route, String operator, long sentMillis, long nowMillis) {
    circuit(route, operator).canaries.returned(sentMillis, nowMillis);
  }

  /** One that was sent is not back, while its number answered others. */
  public void canaryLost(String route, String operator, long sentMillis) {
    circuit(route, operator).canaries.lost(sentMillis);
  }

  /**
   * A call has ended: whether it was answered, with media, for long enough to hear the code.
   *
   * @param ringMillis before the answer; of no use without one
   */
  public void call(String trunk, String prefix, boolean good, long ringMillis, long nowMillis) {
    RouteHealth of = route(trunk);
    of.whole.called(good, ringMillis, nowMillis);
    of.operator(prefix).called(good, ringMillis, nowMillis);
  }

  /** A call was given up while it rang: the time of its message was over. */
  public void rangInVain(String trunk, String prefix, long ringMillis, long nowMillis) {
    RouteHealth of = route(trunk);
    of.whole.calls.rangInVain(ringMillis, nowMillis);
    of.operator(prefix).calls.rangInVain(ringMillis, nowMillis);
  }

  /** The route says so itself: it is left at once, also when it is the last. */
  public void fault(String route, Fault fault, long nowMillis) {
    RouteHealth of = route(route);
    of.whole.fault = fault;
    if (of.whole.state != CellState.OPEN) {
      judge.open(of.whole, of, Cause.EXPLICIT_FAULT, nowMillis, slot, nowMillis);
    }
  }

  /**
   * The link is up: the route comes back by the ramp, without probes. A link that answered nothing
   * has proved nothing by being bound.
   */
  public void repaired(String route, long nowMillis) {
    RouteHealth of = routes.get(route);
    if (of != null && of.whole.fault != Fault.NO_RESPONSES) {
      lift(of, nowMillis);
    }
  }

  /** The carrier has answered a message that was submitted to it. */
  public void answered(String route, long nowMillis) {
    RouteHealth of = routes.get(route);
    if (of != null && of.whole.fault == Fault.NO_RESPONSES) {
      lift(of, nowMillis);
    }
  }

  private void lift(RouteHealth of, long nowMillis) {
    if (of.whole.fault != null) {
      of.whole.fault = null;
      if (of.whole.cause == Cause.EXPLICIT_FAULT) {
        judge.halfOpen(of.whole, of, Cause.RECOVERED, slot, nowMillis);
      }
    }
  }

  /** Ends all slots before the given time, and tells what has changed since the last call. */
  public List<HealthChange> tick(long nowMillis) {
    long present = Slots.of(nowMillis);
    if (present - slot > MISSED_SLOTS_MAX) {
      all.forEach(route -> route.skip(present));
      slot = present;
    }
    while (slot < present) {
      endSlot(slot, (slot + 1) * Slots.MILLIS);
      slot++;
    }
    if (changes.isEmpty()) {
      return List.of();
    }
    List<HealthChange> told = List.copyOf(changes);
    changes.clear();
    return told;
  }

  private void endSlot(long ended, long now) {
    for (int i = 0; i < all.size(); i++) {
      all.get(i).tick(ended);
    }
    boolean minute = ended % Slots.PER_MINUTE == 0;
    boolean hour = ended % Slots.PER_HOUR == 0;
    for (int i = 0; i < all.size(); i++) {
      RouteHealth route = all.get(i);
      List<Circuit> circuits = route.circuits();
      for (int c = 0; c < circuits.size(); c++) {
        Circuit circuit = circuits.get(c);
        judge.judge(circuit, route, ended, now);
        if (minute) {
          lowBaseline.compare(circuit, now);
        }
        if (hour && circuit.daily.hour()) {
          changes.add(circuit.tell(Cause.DECAY, now));
        }
      }
      wholeFollowsOperators(route, ended, now);
    }
  }

  private void wholeFollowsOperators(RouteHealth route, long ended, long now) {
    if (route.whole.state == CellState.OPEN || route.whole.state == CellState.HALF_OPEN) {
      return;
    }
    int open = 0;
    long onset = now;
    for (Circuit circuit : route.circuits()) {
      if (!circuit.isWhole() && circuit.state == CellState.OPEN) {
        open++;
        onset = Math.min(onset, circuit.onsetMillis);
      }
    }
    if (open >= OPEN_OPERATORS && siblings.hasAlternative(route.whole)) {
      judge.open(route.whole, route, Cause.MOST_OPERATORS, onset, ended, now);
    }
  }

  /** How far messages for the operator may use the route. */
  public CellState state(String route, String operator) {
    RouteHealth of = routes.get(route);
    if (of == null) {
      return CellState.CLOSED;
    }
    Circuit cell = of.known(operator);
    CellState whole = of.whole.state;
    CellState own = cell == null ? CellState.CLOSED : cell.state;
    return own.rank() > whole.rank() ? own : whole;
  }

  /** Why the route, or the operator behind it, is in its {@link #state}. */
  public Cause cause(String route, String operator) {
    RouteHealth of = routes.get(route);
    if (of == null) {
      return Cause.RECOVERED;
    }
    Circuit cell = of.known(operator);
    return cell != null && cell.state.rank() > of.whole.state.rank() ? cell.cause : of.whole.cause;
  }

  /** Whether enough receipts ever came, on the route as a whole, to know that there are any. */
  public boolean isProven(String route) {
    RouteHealth of = routes.get(route);
    return of != null && of.whole.receipts.baseline.isProven();
  }

  /** What usually becomes of messages for the operator. */
  public Usual usual(String route, String operator) {
    RouteHealth of = routes.get(route);
    return of == null ? Usual.UNKNOWN : of.usual(of.known(operator));
  }

  /** Whether receipts come so rarely that their absence says nothing. */
  public boolean isBlind(String route) {
    RouteHealth of = routes.get(route);
    return of != null && of.whole.isBlind();
  }

  /** Every cell as it stands. */
  public List<HealthReport> report() {
    List<HealthReport> reports = new ArrayList<>();
    for (RouteHealth route : all) {
      for (Circuit circuit : route.circuits()) {
        reports.add(circuit.report(share(circuit), hedgeMillis(circuit.route, circuit.operator)));
      }
    }
    return reports;
  }

  /** What receipts of the route are worth for what was sent then. */
  public ReceiptTrust trust(String route, String operator, long sentMillis) {
    RouteHealth of = routes.get(route);
    return of == null ? ReceiptTrust.BELIEVED : of.trust(operator, sentMillis, slot);
  }

  /** What is to prove that a message which was taken then arrived; null where nothing is. */
  public @Nullable Proof proof(String route, long sentMillis, boolean toldOfCode) {
    RouteHealth of = routes.get(route);
    return of == null ? null : of.proof(sentMillis, toldOfCode, siblings, slot);
  }

  /** The share of its usual traffic that the route may carry now, from 0 to 1. */
  public double share(String route, String operator) {
    RouteHealth of = routes.get(route);
    if (of == null) {
      return 1;
    }
    Circuit cell = of.known(operator);
    return share(of.whole) * (cell == null ? 1 : share(cell));
  }

  private static double share(Circuit circuit) {
    return switch (circuit.state) {
      case CLOSED -> 1;
      case SUSPECT, DEGRADED -> 0.5;
      case HALF_OPEN -> circuit.ramp.share();
      case OPEN -> 0;
    };
  }

  /** The age at which a message that was not heard of is sent again another way. */
  public long hedgeMillis(String route, String operator) {
    RouteHealth of = routes.get(route);
    if (of == null) {
      return HEDGE_MAX_MILLIS;
    }
    return state(route, operator) == CellState.CLOSED
        ? Math.clamp(of.receiptLaw.quantileMillis(0.95), HEDGE_MIN_MILLIS, HEDGE_MAX_MILLIS)
        : Math.max(HEDGE_SUSPECT_MILLIS, of.receiptLaw.quantileMillis(0.5));
  }

  /** What was learned, and which cells are open, for {@link #restore}. */
  public byte[] snapshot() {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(bytes);
      out.writeInt(VERSION);
      out.writeInt(all.size());
      for (RouteHealth route : all) {
        route.write(out);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes up what an earlier run had learned.
   *
   * @throws IllegalArgumentException when the bytes are of another version or damaged; then nothing
   *     is known, as at the first start
   */
  public void restore(byte[] snapshot, long nowMillis) {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(snapshot));
    try {
      int version = in.readInt();
      if (version < 1 || version > VERSION) {
        throw new IllegalArgumentException("health snapshot of version " + version);
      }
      int count = in.readInt();
      for (int i = 0; i < count; i++) {
        route(in.readUTF()).read(in, version, nowMillis);
      }
    } catch (IOException | IllegalArgumentException e) {
      routes.clear();
      all.clear();
      throw new IllegalArgumentException("health snapshot: " + e.getMessage(), e);
    }
  }

  /** Everything that is known of a cell, for tests and operators. */
  @Nullable Circuit look(String route, String operator) {
    RouteHealth of = routes.get(route);
    return of == null ? null : operator.isEmpty() ? of.whole : of.known(operator);
  }
}
