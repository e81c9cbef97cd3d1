package io.strowger.smpp.link;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import io.strowger.smpp.link.CarrierStatus.LinkStatus;
import io.strowger.smpp.link.LinkTransport.Connection;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.Reading;
import io.strowger.smpp.session.LinkCommand;
import io.strowger.smpp.session.LinkEvent;
import io.strowger.smpp.session.LinkSession;
import io.strowger.smpp.session.LinkState;
import io.strowger.smpp.session.Transition;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One bind of a link, over all its connections: carries out the session's commands and comes back
 * after a loss.
 */
final class LinkBind {
  /** What a bind tells the engine, within {@link #apply}. */
  interface Owner {
    void happened(LinkBind bind, long epoch, LinkEvent event);

    /** Tells apart this connection from all earlier ones of the carrier. */
    long nextEpoch();

    void opened(LinkBind bind);

    void answered(LinkBind bind, Object handle, Pdu.Response response, long sentAt, long now);

    void unanswered(LinkBind bind, Object handle, String cause);

    void arrived(LinkBind bind, int sequenceNumber, ShortMessage message, long now);

    void fault(LinkBind bind, String what);

    /** The connection is over, and its unanswered were told. */
    void ended(LinkBind bind, String cause);
  }

  /** A bind that lasted this long was good; what follows it is a new trouble. */
  private static final long STABLE_MILLIS = 10_000;

  private final BindType type;
  private final LinkTransport transport;
  private final Owner owner;
  private final Backoff backoff;
  private BindPlan plan;
  private final LinkTurns turns = new LinkTurns();
  private @Nullable LinkState state;
  private @Nullable Connection connection;
  private HostPort address;
  private long epoch;
  private boolean wanted = true;
  private boolean outdated;
  private boolean rebinding;
  private boolean unflushed;
  private long retryAtMillis;
  private long sinceMillis;

  /** 0 while this connection was not bound yet. */
  private long boundAtMillis;

  private long submitted;
  private long inDoubt;
  private @Nullable String lastError;
  private boolean refused;
  private @Nullable Certificates certificates;
  private @Nullable Pending begun;

  LinkBind(BindPlan plan, LinkTransport transport, Owner owner, RandomGenerator random, long now) {
    this.plan = plan;
    this.type = plan.session().bindType();
    this.transport = transport;
    this.owner = owner;
    this.backoff = new Backoff(random);
    this.address = plan.link().addresses().getFirst();
    this.retryAtMillis = now;
    this.sinceMillis = now;
  }

  String linkId() {
    return plan.link().id();
  }

  String address() {
    return address.toString();
  }

  /** Takes the plan for this bind out of the list; null when none is. */
  @Nullable BindPlan takePlan(List<BindPlan> plans) {
    return plan.takeNext(plans);
  }

  long epoch() {
    return epoch;
  }

  boolean isBound() {
    return state instanceof LinkState.Bound;
  }

  boolean canTransmit() {
    return isBound() && type.canTransmit();
  }

  /** Agreed SMPP version, 0 while not bound. */
  int version() {
    return state instanceof LinkState.Bound bound ? bound.version() : 0;
  }

  int windowMax() {
    return plan.session().windowMax();
  }

  int windowUsed() {
    LinkState current = state;
    return current == null ? 0 : current.windowUsed();
  }

  int windowFree() {
    return canTransmit() ? Math.max(0, windowMax() - windowUsed()) : 0;
  }

  /** When the oldest unanswered request was sent; Long.MAX_VALUE without one. */
  long oldestSentAtMillis() {
    return state instanceof LinkState.Bound bound ? bound.oldestSentAtMillis() : Long.MAX_VALUE;
  }

  boolean congested() {
    Connection current = connection;
    return current == null || current.congested();
  }

  /** A long message of which some parts have left over this bind, and the rest must too. */
  @Nullable Pending begun() {
    return begun;
  }

  void setBegun(@Nullable Pending pending) {
    begun = pending;
  }

  void submit(Pending.Part part, ShortMessage message, long now) {
    submitted++;
    apply(new LinkEvent.Submit(message, part), now);
  }

  /** Ended for good: not wanted any more, and closed. */
  boolean isStopped() {
    return !wanted && state == null;
  }

  /** Bound by settings that are no longer in force. */
  boolean isOutdated() {
    return outdated && isBound();
  }

  /** Unbound to bind anew, and not back yet. */
  boolean isRebinding() {
    return rebinding;
  }

  /** Unbinds; if {@link #retire} was not called, the new settings bind at once. */
  void rebind(long now) {
    rebinding = true;
    outdated = false;
    apply(new LinkEvent.Unbind(), now);
  }

  /** Unbinds for good. */
  void retire(long now) {
    wanted = false;
    rebinding = false;
    if (state == null) {
      sinceMillis = now;
    } else {
      apply(new LinkEvent.Unbind(), now);
    }
  }

  /** Takes new settings; what concerns the bind itself waits for {@link #rebind}. */
  void configure(BindPlan next, long now) {
    boolean up = state instanceof LinkState.Bound || state instanceof LinkState.Unbinding;
    boolean same =
        turns.configure(next, plan, up)
            && next.bindsLike(plan)
            && next.link().addresses().contains(address);
    plan = next;
    if (up) {
      outdated = outdated || !same;
      apply(new LinkEvent.Adjust(turns.session(next)), now);
    } else if (!same) {
      giveUp("the settings changed", now);
      retryAtMillis = now;
    }
  }

  /** Drops the connection and binds anew. */
  void giveUp(String cause, long now) {
    Connection current = connection;
    if (current != null) {
      current.flush();
      current.close();
    }
    apply(new LinkEvent.ConnectionLost(cause), now);
  }

  /** Connects, or lets the session's alarm ring, when it is time. */
  void run(long now) {
    LinkState current = state;
    if (current == null) {
      if (wanted && now >= retryAtMillis) {
        connect(now);
      }
    } else if (now >= current.nextAlarmMillis()) {
      apply(new LinkEvent.Tick(), now);
    }
  }

  long nextAlarmMillis() {
    LinkState current = state;
    if (current == null) {
      return wanted ? retryAtMillis : Long.MAX_VALUE;
    }
    return current.nextAlarmMillis();
  }

  void flush() {
    Connection current = connection;
    if (unflushed && current != null) {
      unflushed = false;
      current.flush();
    }
  }

  private void connect(long now) {
    List<HostPort> addresses = plan.link().addresses();
    address = addresses.get(backoff.nextAddress(addresses.size()));
    epoch = owner.nextEpoch();
    boundAtMillis = 0;
    state = LinkSession.begin(turns.session(plan), now);
    sinceMillis = now;
    outdated = false;
    ConnectionEvents events = new ConnectionEvents(this, epoch, owner);
    connection = transport.connect(turns.link(plan), address, events);
  }

  /** Takes one step of the session; without a session nothing happens. */
  void apply(LinkEvent event, long now) {
    LinkState before = state;
    if (before == null) {
      return;
    }
    Transition transition = LinkSession.step(before, event, now);
    LinkState next = transition.next();
    state = next;
    if (before.getClass() != next.getClass()) {
      sinceMillis = now;
    }
    for (LinkCommand command : transition.commands()) {
      carryOut(command, before, now);
    }
  }

  private void carryOut(LinkCommand command, LinkState before, long now) {
    Connection current = connection;
    switch (command) {
      case LinkCommand.Write write -> {
        if (current != null) {
          current.write(write.pdu());
          unflushed = true;
        }
      }
      case LinkCommand.Close() -> {
        if (current != null) {
          current.flush();
          current.close();
        }
      }
      case LinkCommand.Reading reading -> {
        if (current != null) {
          current.reading(reading.enabled());
        }
      }
      case LinkCommand.Opened _ -> {
        rebinding = false;
        boundAtMillis = now;
        turns.accepted();
        owner.opened(this);
      }
      case LinkCommand.Answered answered ->
          owner.answered(
              this, answered.handle(), answered.response(), answered.sentAtMillis(), now);
      case LinkCommand.Unanswered unanswered -> unanswered(unanswered.handle(), unanswered.cause());
      case LinkCommand.NotTaken notTaken -> unanswered(notTaken.handle(), "the link took no more");
      case LinkCommand.Arrived arrived ->
          owner.arrived(this, arrived.sequenceNumber(), arrived.message(), now);
      case LinkCommand.Fault fault -> owner.fault(this, fault.what());
      case LinkCommand.Ended ended -> ended(ended, before, now);
    }
  }

  private void unanswered(Object handle, String cause) {
    if (handle instanceof Pending.Part) {
      inDoubt++;
    }
    owner.unanswered(this, handle, cause);
  }

  private void ended(LinkCommand.Ended ended, LinkState last, long now) {
    boolean ours =
        boundAtMillis == 0 && turns.refused(plan, ended, last instanceof LinkState.Binding);
    certificates = shown();
    connection = null;
    unflushed = false;
    state = null;
    sinceMillis = now;
    lastError = ended.cause();
    for (Object handle : ended.unanswered()) {
      unanswered(handle, ended.cause());
    }
    boolean soon = ours && turns.certificate().isHalfWay();
    retryAtMillis =
        now + (soon ? backoff.soon(plan.timers()) : pauseMillis(ended.bindStatus(), now));
    boolean told = ended.bindStatus() != 0 && !turns.credential().isFirstRefusal();
    boolean tls = Causes.isTls(ended.cause()) && !(ours && turns.certificate().isFirstRefusal());
    refused = boundAtMillis == 0 && (told || tls);
    owner.ended(this, ended.cause());
  }

  private long pauseMillis(int bindStatus, long now) {
    Timers timers = plan.timers();
    if (boundAtMillis != 0 && rebinding) {
      backoff.succeeded();
      return 0;
    }
    if (boundAtMillis != 0
        && now - boundAtMillis >= Math.min(STABLE_MILLIS, timers.reconnectMax().toMillis())) {
      return backoff.lost(timers);
    }
    if (bindStatus != 0) {
      Reading reading = CommandStatus.read(bindStatus, CodeOverrides.NONE);
      lastError = "bind refused: " + reading.code() + ", " + reading.text();
      if (turns.refused(plan, bindStatus, lastError)) {
        return backoff.refused(turns.credential(), timers, plan.link().addresses().size());
      }
      // "Already bound" mends itself once the carrier notices that our last connection is gone.
      if (reading.disposition() == Disposition.CONFIGURATION_FAULT
          && bindStatus != CommandStatus.ESME_RALYBND.value()) {
        return backoff.refused(timers);
      }
    }
    return backoff.failed(timers, plan.link().addresses().size());
  }

  private @Nullable Certificates shown() {
    Connection current = connection;
    Certificates now = current == null ? null : current.certificates();
    return now == null ? certificates : now;
  }

  LinkStatus status() {
    return new LinkStatus(
        linkId(),
        address.toString(),
        phase(),
        type.name(),
        windowUsed(),
        windowMax(),
        sinceMillis,
        submitted,
        inDoubt,
        version(),
        lastError,
        refused && !isBound(),
        isBound() ? turns.firstRefused() : null,
        shown());
  }

  private String phase() {
    return switch (state) {
      case null -> wanted ? "WAITING" : "STOPPED";
      case LinkState.Connecting _ -> "CONNECTING";
      case LinkState.Binding _ -> "BINDING";
      case LinkState.Bound _ -> "BOUND";
      case LinkState.Unbinding _ -> "UNBINDING";
      case LinkState.Closed _ -> "WAITING";
    };
  }
}
