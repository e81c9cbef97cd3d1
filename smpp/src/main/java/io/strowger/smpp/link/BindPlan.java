package io.strowger.smpp.link;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.session.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What the settings say about one bind. */
record BindPlan(Link link, SessionSettings session, Timers timers) {
  /** Receipts of one link that wait for the store; beyond that the link is not read. */
  static final int UNACKNOWLEDGED_MAX = 1_000;

  private static final long UNBIND_MILLIS = 2_000;
  private static final int V3_4 = 0x34;

  /** All binds that a carrier's settings ask for. */
  static List<BindPlan> of(CarrierSettings settings) {
    List<BindPlan> plans = new ArrayList<>();
    for (Link link : settings.links()) {
      for (BindType type : types(settings.bind())) {
        plans.add(new BindPlan(link, session(settings, type), settings.timers()));
      }
    }
    return plans;
  }

  /** SMPP 3.3 knows no transceiver: a transmitter and a receiver take its place. */
  private static List<BindType> types(CarrierSettings.Bind bind) {
    BindMode mode =
        bind.mode() == BindMode.TRANSCEIVER && bind.interfaceVersion() < V3_4
            ? BindMode.TRANSMITTER_AND_RECEIVER
            : bind.mode();
    return switch (mode) {
      case TRANSCEIVER -> List.of(BindType.TRANSCEIVER);
      case TRANSMITTER_AND_RECEIVER -> List.of(BindType.TRANSMITTER, BindType.RECEIVER);
      case TRANSMITTER -> List.of(BindType.TRANSMITTER);
      case RECEIVER -> List.of(BindType.RECEIVER);
    };
  }

  private static SessionSettings session(CarrierSettings settings, BindType type) {
    CarrierSettings.Bind bind = settings.bind();
    Timers timers = settings.timers();
    return new SessionSettings(
        type,
        bind.systemId(),
        bind.password(),
        bind.systemType(),
        bind.interfaceVersion(),
        bind.addressRange(),
        timers.connect().toMillis(),
        timers.bind().toMillis(),
        timers.enquireLink().toMillis(),
        timers.response().toMillis(),
        timers.inactivity().toMillis(),
        Math.min(UNBIND_MILLIS, timers.response().toMillis()),
        settings.flow().window(),
        UNACKNOWLEDGED_MAX);
  }

  boolean isFor(BindPlan other) {
    return link.id().equals(other.link.id()) && session.bindType() == other.session.bindType();
  }

  /** True when a bind made by the other plan is as good as one made by this. */
  boolean bindsLike(BindPlan other) {
    SessionSettings theirs = other.session;
    return session.systemId().equals(theirs.systemId())
        && session.password().equals(theirs.password())
        && session.systemType().equals(theirs.systemType())
        && session.interfaceVersion() == theirs.interfaceVersion()
        && session.addressRange().equals(theirs.addressRange())
        && Objects.equals(link.localAddress(), other.link.localAddress())
        && Objects.equals(link.tls(), other.link.tls());
  }
}
