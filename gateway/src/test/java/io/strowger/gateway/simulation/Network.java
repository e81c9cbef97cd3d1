package io.strowger.gateway.simulation;

import io.strowger.smpp.codec.Decoded;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.LinkTransport;
import io.strowger.smpp.simulator.SmscEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One node's connections to one carrier: each direction delivers in order, after a delay, until a
 * side closes; what is under way then is lost, or arrives, by chance.
 */
final class Network implements LinkTransport {
  private final Timeline timeline;
  private final SplittableRandom random;
  private final SmscEngine smsc;
  private final Wire wire;
  private final List<Cable> cables = new ArrayList<>();
  private boolean nodeIsDead;

  /** Watches what really passes. */
  interface Wire {
    void leaves(Pdu pdu, Object connection);

    void arrives(Pdu pdu, Object connection);
  }

  Network(Timeline timeline, SplittableRandom random, SmscEngine smsc, Wire wire) {
    this.timeline = timeline;
    this.random = random;
    this.smsc = smsc;
    this.wire = wire;
  }

  /** The node is gone: its carrier notices a little later. */
  void cutByCrash() {
    nodeIsDead = true;
    for (Cable cable : List.copyOf(cables)) {
      cable.nodeEnd.close();
    }
  }

  @Override
  public Connection connect(Link link, HostPort address, Events events) {
    Cable cable = new Cable(events);
    cables.add(cable);
    timeline.in(delay(), cable::open);
    return cable.nodeEnd;
  }

  private long delay() {
    return random.nextInt(20) == 0 ? random.nextLong(5, 120) : random.nextLong(1, 5);
  }

  private long micros() {
    return timeline.now() * 1_000;
  }

  /** One TCP connection, seen from its middle. */
  private final class Cable {
    final NodeEnd nodeEnd = new NodeEnd();
    private final CarrierEnd carrierEnd = new CarrierEnd();
    private final Events node;
    private SmscEngine.@Nullable Connection carrier;
    private boolean closedByNode;
    private boolean closedByCarrier;
    private boolean nodeTold;

    Cable(Events node) {
      this.node = node;
    }

    private void open() {
      if (closedByNode || nodeIsDead) {
        return;
      }
      carrier = smsc.connected(carrierEnd, micros());
      if (carrier == null) {
        closedByCarrier = true;
        tellNodeClosed("connection refused");
      } else {
        node.connected();
      }
    }

    private void carrierHears(List<Pdu> batch) {
      SmscEngine.Connection connection = carrier;
      // What was under way when its sender closed may still be heard, or not.
      boolean lost = closedByCarrier || ((closedByNode || nodeIsDead) && random.nextBoolean());
      if (connection != null && !lost) {
        for (Pdu pdu : batch) {
          connection.received((Decoded) pdu, micros());
        }
        smsc.flush();
      }
    }

    private void nodeHears(List<Pdu> batch) {
      if (closedByNode || nodeIsDead) {
        return;
      }
      if (!nodeEnd.reading) {
        nodeEnd.unread.addAll(batch);
        return;
      }
      for (Pdu pdu : batch) {
        wire.arrives(pdu, nodeEnd);
        node.received(pdu);
      }
    }

    private void tellNodeClosed(String cause) {
      cables.remove(this);
      if (!nodeTold && !nodeIsDead) {
        nodeTold = true;
        node.closed(cause);
      }
    }

    private void carrierClosed() {
      SmscEngine.Connection connection = carrier;
      if (connection != null) {
        connection.closed(micros());
      }
    }

    private final class NodeEnd implements Connection {
      private List<Pdu> written = new ArrayList<>();
      private final List<Pdu> unread = new ArrayList<>();
      private long arrivesAtMillis;
      private boolean reading = true;

      @Override
      public void write(Pdu pdu) {
        if (!closedByNode) {
          wire.leaves(pdu, this);
          written.add(pdu);
        }
      }

      @Override
      public void flush() {
        List<Pdu> batch = written;
        written = new ArrayList<>();
        arrivesAtMillis = Math.max(arrivesAtMillis, timeline.now() + delay());
        timeline.at(arrivesAtMillis, () -> carrierHears(batch));
      }

      @Override
      public boolean congested() {
        return false;
      }

      @Override
      public void reading(boolean enabled) {
        reading = enabled;
        if (enabled && !unread.isEmpty()) {
          List<Pdu> batch = List.copyOf(unread);
          unread.clear();
          timeline.in(0, () -> nodeHears(batch));
        }
      }

      @Override
      public void close() {
        if (!closedByNode) {
          closedByNode = true;
          timeline.in(0, () -> tellNodeClosed("closed here"));
          timeline.at(
              Math.max(arrivesAtMillis, timeline.now() + delay()),
              () -> {
                closedByCarrier = true;
                carrierClosed();
              });
        }
      }
    }

    private final class CarrierEnd implements SmscEngine.Peer {
      private List<Pdu> written = new ArrayList<>();
      private long arrivesAtMillis;

      @Override
      public void write(Pdu pdu) {
        written.add(pdu);
      }

      @Override
      public void flush() {
        List<Pdu> batch = written;
        written = new ArrayList<>();
        arrivesAtMillis = Math.max(arrivesAtMillis, timeline.now() + delay());
        timeline.at(arrivesAtMillis, () -> nodeHears(batch));
      }

      @Override
      public boolean congested() {
        return false;
      }

      @Override
      public void close() {
        if (!closedByCarrier) {
          closedByCarrier = true;
          flush();
          timeline.in(0, Cable.this::carrierClosed);
          timeline.at(
              arrivesAtMillis,
              () -> {
                closedByNode = true;
                tellNodeClosed("connection reset by the carrier");
              });
        }
      }
    }
  }
}
