package io.strowger.smpp.link;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Credential;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.session.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the settings say about one bind.
 *
 * @param session with the first credential
 * @param second with the other; null when there is one only
 */
record BindPlan(
    Link link, SessionSettings session, @Nullable SessionSettings second, Timers timers) {
  /** Receipts of one link that wait for the store; beyond that the link is not read. */
  static final int UNACKNOWLEDGED_MAX = 1_000;

  private static final long UNBIND_MILLIS = 2_000;
  private static final int V3_4 = 0x34;

  /** All binds that a carrier's settings ask for. */
  static List<BindPlan> of(CarrierSettings settings) {
    List<BindPlan> plans = new ArrayList<>();
    for (Link link : settings.links()) {
      for (BindType type : types(settings.bind())) {
        SessionSettings first = session(settings, type);
        Credential other = settings.bind().second();
        plans.add(
            new BindPlan(
                link,
                first,
                other == null ? null : first.with(other.systemId(), other.password()),
                settings.timers()));
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

  /** What to bind with; the first when there is no second. */
  SessionSettings session(boolean withSecond) {
    SessionSettings other = second;
    return withSecond && other != null ? other : session;
  }

  boolean sameCredentials(BindPlan other) {
    SessionSettings theirs = other.second;
    return session.bindsAs(other.session)
        && (second == null ? theirs == null : theirs != null && second.bindsAs(theirs));
  }

  /** Takes what follows this plan out of the list; null when nothing does. */
  @Nullable BindPlan takeNext(List<BindPlan> plans) {
    for (BindPlan candidate : plans) {
      if (candidate.isFor(this)) {
        plans.remove(candidate);
        return candidate;
      }
    }
    return null;
  }

  private boolean isFor(BindPlan other) {
    return link.id().equals(other.link.id()) && session.bindType() == other.session.bindType();
  }

  /** True when a bind made by the other plan is as good as one made by this, credentials aside. */
  boolean bindsLike(BindPlan other) {
    SessionSettings theirs = other.session;
    return session.systemType().equals(theirs.systemType())
        && session.interfaceVersion() == theirs.interfaceVersion()
        && session.addressRange().equals(theirs.addressRange())
        && Objects.equals(link.localAddress(), other.link.localAddress())
        && Objects.equals(link.tls(), other.link.tls());
  }
}
