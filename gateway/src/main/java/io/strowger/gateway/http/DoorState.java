package io.strowger.gateway.http;

import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.Alarms;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.VerificationDesk;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What all event loops of the door share. */
final class DoorState {
  private static final int SCRAPES_MAX = 2;
  private static final int ALARM_CHANGES_RETAINED = 1_024;
  private static final int ALARM_STREAMS_MAX = 32;

  private final HttpSettings settings;
  private final HttpPorts ports;
  private final MessageDesk desk;
  private final BlockingCalls blocking;
  private final BlockingCalls scrapes;
  private final EventHub<StateChange> events;
  private final EventHub<AlarmChange> alarmEvents;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final ReentrantLock idleLock = new ReentrantLock();
  private final Condition idle = idleLock.newCondition();
  private final Forgotten forgotten = new Forgotten();
  private volatile Accounts accounts;
  private volatile @Nullable VerificationDesk verifications;
  private volatile Alarms alarms = new Alarms(() -> 0);
  private volatile boolean draining;

  DoorState(HttpSettings settings, HttpPorts ports, MessageDesk desk, Accounts accounts) {
    this.settings = settings;
    this.ports = ports;
    this.desk = desk;
    this.accounts = accounts;
    this.blocking = new BlockingCalls(ports.blocking(), settings.limits().blockingMax());
    this.scrapes = new BlockingCalls(ports.blocking(), SCRAPES_MAX);
    this.events =
        new EventHub<>(
            settings.limits().eventsRetained(),
            settings.limits().eventStreamsMax(),
            ports.epochMillis().getAsLong());
    this.alarmEvents =
        new EventHub<>(ALARM_CHANGES_RETAINED, ALARM_STREAMS_MAX, ports.epochMillis().getAsLong());
  }

  HttpSettings settings() {
    return settings;
  }

  HttpPorts ports() {
    return ports;
  }

  MessageDesk desk() {
    return desk;
  }

  BlockingCalls blocking() {
    return blocking;
  }

  /** Apart from {@link #blocking}, so that searches never blind the monitoring. */
  BlockingCalls scrapes() {
    return scrapes;
  }

  EventHub<StateChange> events() {
    return events;
  }

  /** Apart from {@link #events}, so that clients never take the places of operators. */
  EventHub<AlarmChange> alarmEvents() {
    return alarmEvents;
  }

  /** Messages that their accounts want to see no more. */
  Forgotten forgotten() {
    return forgotten;
  }

  Accounts accounts() {
    return accounts;
  }

  void accounts(Accounts next) {
    accounts = next;
  }

  Alarms alarms() {
    return alarms;
  }

  void alarms(Alarms shown) {
    alarms = shown;
    shown.addListener(change -> alarmEvents.tell(List.of(change)));
  }

  /** Null until it is there. */
  @Nullable VerificationDesk verifications() {
    return verifications;
  }

  void verifications(VerificationDesk opened) {
    verifications = opened;
  }

  boolean isDraining() {
    return draining;
  }

  void drain() {
    draining = true;
  }

  /** Whether one more connection may stay. */
  boolean connected() {
    return connections.incrementAndGet() <= settings.limits().connectionsMax();
  }

  void disconnected() {
    connections.decrementAndGet();
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    if (inFlight.decrementAndGet() == 0 && draining) {
      idleLock.lock();
      try {
        idle.signalAll();
      } finally {
        idleLock.unlock();
      }
    }
  }

  /** Waits until nothing is in flight; at most so long. */
  boolean awaitIdle(long millis) throws InterruptedException {
    idleLock.lock();
    try {
      long left = TimeUnit.MILLISECONDS.toNanos(millis);
      while (inFlight.get() > 0 && left > 0) {
        left = idle.awaitNanos(left);
      }
      return inFlight.get() == 0;
    } finally {
      idleLock.unlock();
    }
  }

  int inFlight() {
    return inFlight.get();
  }
}
