package io.strowger.gateway.canary;

import io.strowger.gateway.canary.CanaryCommand.Lost;
import io.strowger.gateway.canary.CanaryCommand.NotTaken;
import io.strowger.gateway.canary.CanaryCommand.Returned;
import io.strowger.gateway.canary.CanaryCommand.Send;
import io.strowger.gateway.canary.CanaryCommand.Sent;
import io.strowger.gateway.canary.CanaryCommand.Unproven;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All canaries: which is due over which carrier, which are back, and what their absence proves.
 *
 * <p>A canary that does not return says something of its carrier only where the number is known to
 * have answered at about that time: then one over another carrier came back. So one that is late
 * has another sent after it over another carrier. When nothing returns by any way it is the number,
 * or the carrier that brings its texts, and no route is blamed.
 *
 * <p>Owned by one thread; times are epoch milliseconds and do not go back.
 */
public final class CanaryBook {
  static final long URGENT_MILLIS = 3_000;

  /** A call takes some seconds. */
  static final long URGENT_CALL_MILLIS = 10_000;

  /** Until the marker of a call has been sounded twice. */
  static final long CALL_MILLIS = 12_000;

  private static final long DUE_MIN_MILLIS = 5_000;

  static final int FLIGHTS_MAX = 1_024;

  /** Until then a lost one is recognised when it comes back after all. */
  private static final long KEPT_MILLIS = 600_000;

  private static final long ANSWERED_MILLIS = 60_000;

  private final Map<String, Flight> flights = new LinkedHashMap<>();
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private final Map<String, Line> lines = new LinkedHashMap<>();
  private CanarySettings settings = CanarySettings.NONE;
  private int text;

  /** Others from now on; what is known of numbers and carriers that stay is kept. */
  public void configure(CanarySettings settings, List<CanaryWay> ways, long now) {
    this.settings = settings;
    Map<String, Line> before = Map.copyOf(lines);
    lines.clear();
    Map<String, Lane> lanesBefore = Map.copyOf(lanes);
    lanes.clear();
    for (CanaryWay way : ways) {
      Line known = before.get(way.number().id());
      lines.put(way.number().id(), known != null && known.way.equals(way) ? known : new Line(way));
      for (String carrier : way.carriers()) {
        Lane lane = lanesBefore.get(carrier);
        boolean calls = way.number().calls();
        lanes.putIfAbsent(
            carrier,
            lane != null && lane.calls == calls
                ? lane
                : new Lane(carrier, calls, perDay(calls), now));
      }
    }
    flights.values().removeIf(flight -> !isCurrent(flight));
  }

  private boolean isCurrent(Flight flight) {
    return lanes.get(flight.lane.carrier) == flight.lane
        && lines.get(flight.line.id()) == flight.line;
  }

  private int perDay(boolean calls) {
    return calls ? settings.calls().perDay() : settings.perDay();
  }

  /** Long before it is lost: to ask again costs little, and what it proves is waited for. */
  private long dueMillis(Flight flight) {
    long half = lostMillis(flight.line) / 2;
    return Math.min(half, Math.max(DUE_MIN_MILLIS, flight.lane.usualMillis(half)));
  }

  private long lostMillis(Line line) {
    long after = settings.lostAfter().toMillis();
    return line.way.number().calls() ? Math.max(CALL_MILLIS, after) : after;
  }

  // ---- what comes back ----

  /** The carrier has taken it, or not. */
  public List<CanaryCommand> answered(String token, boolean taken, long now) {
    Flight flight = flights.get(token);
    if (flight == null || flight.state != Flight.State.HANDED) {
      return List.of();
    }
    if (!taken) {
      flights.remove(token);
      flight.lane.notTaken++;
      return List.of(new NotTaken(flight.lane.carrier));
    }
    return List.of(taken(flight, now));
  }

  private static Sent taken(Flight flight, long now) {
    flight.sentAt = flight.lane.taken(now);
    flight.state = Flight.State.ON_ITS_WAY;
    return new Sent(flight.lane.carrier, flight.line.way.operator(), flight.sentAt);
  }

  /**
   * A text with these digits came to us over a carrier. Over the one that it was sent by it proves
   * nothing, unless that is where the number's texts come from.
   */
  public List<CanaryCommand> came(String token, String over, long now) {
    Flight flight = flights.get(token);
    if (flight == null
        || (over.equals(flight.lane.carrier)
            && !over.equals(flight.line.way.number().returnsBy()))) {
      return List.of();
    }
    flights.remove(token);
    List<CanaryCommand> commands = new ArrayList<>();
    if (flight.state == Flight.State.HANDED) {
      commands.add(taken(flight, now));
    }
    long at = Math.max(flight.sentAt, now);
    flight.line.returned(flight.lane.carrier, flight.sentAt, at);
    flight.lane.returned(flight.sentAt, at);
    commands.add(new Returned(flight.lane.carrier, flight.line.way.operator(), flight.sentAt, at));
    return commands;
  }

  // ---- what time brings ----

  /** To be called every second or so. */
  public List<CanaryCommand> tick(CarrierView view, RandomGenerator random, long now) {
    List<CanaryCommand> commands = new ArrayList<>();
    for (Iterator<Flight> all = flights.values().iterator(); all.hasNext(); ) {
      Flight flight = all.next();
      long age = now - flight.sentAt;
      boolean unanswered = flight.state == Flight.State.HANDED && age >= ANSWERED_MILLIS;
      if (age >= KEPT_MILLIS || unanswered) {
        all.remove();
      } else if (age >= lostMillis(flight.line)) {
        late(flight, age, commands);
      }
    }
    for (Lane lane : lanes.values()) {
      Line line = due(lane, view, now);
      if (line != null) {
        lane.lastSent = now;
        send(lane, line, random, now, commands);
      }
    }
    for (Line line : lines.values()) {
      Lane witness = wantedWitness(line, view, now);
      if (witness != null) {
        send(witness, line, random, now, commands);
      }
    }
    return commands;
  }

  private void late(Flight flight, long age, List<CanaryCommand> commands) {
    Lane lane = flight.lane;
    long lost = lostMillis(flight.line);
    boolean answered = flight.line.answeredAbout(flight.sentAt, lane.carrier, 2 * lost / 3);
    if (flight.state == Flight.State.ON_ITS_WAY) {
      flight.state = Flight.State.DOUBTED;
      if (!answered) {
        flight.line.missed(lane.carrier, flight.sentAt);
      }
    }
    if (flight.state != Flight.State.DOUBTED) {
      return;
    }
    if (answered) {
      flight.state = Flight.State.LOST;
      lane.lost++;
      commands.add(new Lost(lane.carrier, flight.line.way.operator(), flight.sentAt));
    } else if (age >= 3 * lost) {
      // Time enough for the other one to come back that shows whether the number answers.
      flight.state = Flight.State.UNPROVEN;
      lane.unproven++;
      commands.add(new Unproven(lane.carrier, flight.line.id()));
    }
  }

  /** The number that the carrier's next canary goes to, null while none is due. */
  private @Nullable Line due(Lane lane, CarrierView view, long now) {
    Duration interval = lane.calls ? settings.calls().interval() : settings.interval();
    long usual = interval.toMillis();
    boolean urgent = view.isSuspected(lane.carrier) || hasOverdue(lane, now);
    lane.intervalMillis = urgent ? Math.min(usual, urgentMillis(lane.calls)) : usual;
    if (lane.lastSent != Long.MIN_VALUE && now - lane.lastSent < lane.intervalMillis) {
      return null;
    }
    List<Line> own =
        lines.values().stream()
            .filter(line ->
                line.way.carriers().contains(lane.carrier)
                    && !line.way.number().returnsBy().equals(lane.carrier)
                    && !line.rests(now))
            .toList();
    return own.isEmpty() || !isFree(lane, view, now)
        ? null
        : own.get(Math.floorMod(lane.turn++, own.size()));
  }

  private boolean isFree(Lane lane, CarrierView view, long now) {
    return flights.size() < FLIGHTS_MAX
        && view.isFree(lane.carrier)
        && lane.isAllowed(perDay(lane.calls), now);
  }

  private static long urgentMillis(boolean calls) {
    return calls ? URGENT_CALL_MILLIS : URGENT_MILLIS;
  }

  private boolean hasOverdue(Lane lane, long now) {
    for (Flight flight : flights.values()) {
      if (flight.lane == lane
          && flight.isOverdue(now, dueMillis(flight))
          && !flight.line.rests(now)) {
        return true;
      }
    }
    return false;
  }

  /** Another carrier to the same number, while one is late and none was sent just now. */
  private @Nullable Lane wantedWitness(Line line, CarrierView view, long now) {
    if (line.rests(now)) {
      return null;
    }
    for (Flight late : flights.values()) {
      if (late.line == line
          && late.isOverdue(now, dueMillis(late))
          && !isWitnessed(late, line, now)) {
        List<Lane> others =
            line.way.carriers().stream()
                .filter(carrier -> !carrier.equals(late.lane.carrier))
                .map(lanes::get)
                .filter(lane -> lane != null && isFree(lane, view, now))
                .toList();
        if (!others.isEmpty()) {
          return others.get(Math.floorMod(line.turn++, others.size()));
        }
      }
    }
    return null;
  }

  private boolean isWitnessed(Flight late, Line line, long now) {
    if (line.answeredAbout(late.sentAt, late.lane.carrier, 2 * lostMillis(line) / 3)) {
      return true;
    }
    long patience = Math.min(2 * urgentMillis(line.way.number().calls()), lostMillis(line) / 2);
    for (Flight other : flights.values()) {
      if (other.line == line && other.lane != late.lane && now - other.handedAt < patience) {
        return true;
      }
    }
    return false;
  }

  private void send(
      Lane lane, Line line, RandomGenerator random, long now, List<CanaryCommand> commands) {
    boolean call = line.way.number().calls();
    String token = call ? CanaryToken.drawMarker(random) : CanaryToken.draw(random);
    if (flights.containsKey(token)) {
      return;
    }
    String words =
        call
            ? CanarySettings.PLACE
            : settings.texts().get(Math.floorMod(text++, settings.texts().size()));
    lane.handed();
    line.lastSent = now;
    flights.put(token, new Flight(token, lane, line, now));
    commands.add(
        new Send(
            lane.carrier,
            line.way.number().number(),
            token,
            words.replace(CanarySettings.PLACE, token),
            call));
  }

  /** As they stand now. */
  public CanaryReport report() {
    return new CanaryReport(
        lines.values().stream().map(Line::report).toList(),
        lanes.values().stream().map(Lane::report).toList());
  }
}
