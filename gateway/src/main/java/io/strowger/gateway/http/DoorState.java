package io.strowger.gateway.http;

import io.strowger.gateway.delivery.MessageDesk;
import java.util.concurrent.atomic.AtomicInteger;

/** What all event loops of the door share. */
final class DoorState {
  private final HttpSettings settings;
  private final HttpPorts ports;
  private final MessageDesk desk;
  private final BlockingCalls blocking;
  private final AtomicInteger connections = new AtomicInteger();
  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile AccountDirectory accounts;
  private volatile boolean draining;

  DoorState(HttpSettings settings, HttpPorts ports, MessageDesk desk, AccountDirectory accounts) {
    this.settings = settings;
    this.ports = ports;
    this.desk = desk;
    this.accounts = accounts;
    this.blocking = new BlockingCalls(ports.blocking(), settings.limits().blockingMax());
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

  AccountDirectory accounts() {
    return accounts;
  }

  void accounts(AccountDirectory next) {
    accounts = next;
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
    inFlight.decrementAndGet();
  }

  int inFlight() {
    return inFlight.get();
  }
}
