package io.strowger.sip.trunk;

import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.DigestSession;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.PeerCertificate;
import io.strowger.sip.transport.SipTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One trunk: its servers, health, registration and admission; on the engine's thread. */
final class TrunkLine {
  private static final long LOOKUP_AGAIN_MILLIS = 10_000;

  /** A server that was left is the first again, if it is so by priority. */
  private static final long FIRST_AGAIN_MILLIS = 300_000;

  private static final long TTL_MIN_SECONDS = 5;
  private static final long TTL_MAX_SECONDS = 3_600;
  private static final int SERVICE_UNAVAILABLE = 503;

  private final TrunkNames names;
  private final Outbox outbox;
  private final CallGate gate;
  private TrunkSettings settings;
  private TrunkHealth.Terms terms;
  private TrunkHealth health;
  private final DigestTurn digest;
  private final @Nullable Registrar registrar;
  private List<Target> servers = List.of();
  private int server;
  private long leftAtMillis;
  private long lookUpAtMillis;
  private boolean lookingUp;
  private long pings;
  private @Nullable Target pinged;
  private long pingLostAtMillis = Long.MAX_VALUE;
  private boolean retired;
  private String cause = "";

  /** How the last call was refused for its credentials; "" when one has passed since. */
  private String refusal = "";

  TrunkLine(TrunkSettings settings, TrunkNames names, Outbox outbox, long now) {
    this.settings = settings;
    this.names = names;
    this.outbox = outbox;
    terms = settings.health().terms();
    health = TrunkHealth.begin(terms, now);
    gate = new CallGate(settings.limits().concurrentCalls(), settings.limits().callsPerSecond());
    digest = new DigestTurn(settings.credentials());
    registrar =
        settings.registration() == null
            ? null
            : new Registrar(settings, settings.registration(), digest, outbox, now);
    Target fixed = Hop.literal(settings.peer());
    servers = fixed == null ? List.of() : List.of(fixed);
    lookUpAtMillis = fixed == null ? now : Long.MAX_VALUE;
  }

  TrunkSettings settings() {
    return settings;
  }

  String id() {
    return settings.id();
  }

  DigestTurn digest() {
    return digest;
  }

  CallGate gate() {
    return gate;
  }

  /** Takes new settings that leave the peer as it is; false when they do not. */
  boolean configure(TrunkSettings next) {
    boolean same =
        next.peer().equals(settings.peer())
            && next.credentials().equals(settings.credentials())
            && java.util.Objects.equals(next.registration(), settings.registration());
    if (same) {
      settings = next;
      terms = next.health().terms();
      gate.configure(next.limits().concurrentCalls(), next.limits().callsPerSecond());
    }
    return same;
  }

  /** No new calls; those under way go on. */
  void retire(long now) {
    retired = true;
    Target at = target();
    if (registrar != null && at != null) {
      registrar.leave(at, now);
    }
  }

  boolean finished() {
    return retired && gate.live() == 0;
  }

  /** Null before a look-up succeeded. */
  @Nullable Target target() {
    return servers.isEmpty() ? null : servers.get(server % servers.size());
  }

  List<Target> servers() {
    return servers;
  }

  /** The next of its servers that is not among these (RFC 3263 section 4.3); null when none is. */
  @Nullable Target target(Set<Target> tried) {
    for (int i = 0; i < servers.size(); i++) {
      Target next = servers.get((server + i) % servers.size());
      if (!tried.contains(next)) {
        return next;
      }
    }
    return null;
  }

  boolean registered(long now) {
    return registrar == null || registrar.registered(now);
  }

  /** Fit for calls, as far as is known. */
  boolean up(long now) {
    return !retired && target() != null && health.usable(now) && registered(now);
  }

  /** Worth a try where no better one is left: a rule of thumb never takes the last trunk away. */
  boolean lastResort(long now) {
    return !retired
        && target() != null
        && (health.state() != TrunkHealth.State.DOWN || health.pausedUntilMillis() <= now)
        && health.pausedUntilMillis() <= now;
  }

  double load() {
    return gate.live() / (double) Math.max(1, settings.limits().concurrentCalls());
  }

  String cause() {
    if (registrar != null && !registrar.cause().isEmpty()) {
      return registrar.cause();
    }
    return refusal.isEmpty() ? cause : refusal;
  }

  /** The far end is there, and does not want us. */
  boolean refused() {
    return !refusal.isEmpty()
        || (registrar != null && registrar.refused())
        || SipTransport.isTlsRefusal(cause());
  }

  SipCarrierStatus.TrunkStatus status(TrunkNetwork network, long now) {
    Target target = target();
    List<SipCarrierStatus.ShownCertificate> shown = new ArrayList<>();
    for (Target each : servers) {
      PeerCertificate certificate =
          each.transport() == Transport.TLS ? network.certificate(each) : null;
      if (certificate != null) {
        shown.add(new SipCarrierStatus.ShownCertificate(Hop.text(each), certificate));
      }
    }
    return new SipCarrierStatus.TrunkStatus(
        id(),
        up(now),
        registered(now),
        pausedUntilMillis() > now ? pausedUntilMillis() : 0,
        gate.live(),
        settings.limits().concurrentCalls(),
        target == null ? "" : Hop.text(target),
        cause(),
        refused(),
        firstRefused(network),
        List.copyOf(shown));
  }

  private @Nullable String firstRefused(TrunkNetwork network) {
    String credential = digest.firstRefused();
    for (Target each : servers) {
      String certificate = network.firstCertificateRefused(each);
      if (credential == null && certificate != null) {
        return "our certificate at " + Hop.text(each) + ": " + certificate;
      }
    }
    return credential;
  }

  long pausedUntilMillis() {
    return Math.max(0, health.pausedUntilMillis());
  }

  boolean down() {
    return health.state() == TrunkHealth.State.DOWN;
  }

  /** What a call over it says about it. */
  void judge(CallReport report, DigestSession shown, Target at, boolean heard, long now) {
    if (DigestTurn.refused(report, shown)) {
      refusal = "INVITE was answered " + report.outcome().text();
    } else if (DigestTurn.letIn(report)) {
      refusal = "";
      digest.accepted(shown, "INVITE", now);
    }
    if (report.outcome().retryAfterSeconds() > 0) {
      health = health.paused(now + report.outcome().retryAfterSeconds() * 1000L);
      cause = report.outcome().text();
    } else if (elsewhere(report, heard)) {
      failed(report.outcome().text(), at, now);
    } else {
      alive(now);
    }
  }

  /** Whether another of its servers may do what this one did not (RFC 3263 section 4.3). */
  static boolean elsewhere(CallReport report, boolean heard) {
    return !heard || report.outcome().sipStatus() == SERVICE_UNAVAILABLE;
  }

  private void alive(long now) {
    boolean wasUp = up(now);
    health = health.alive(terms, now);
    if (health.state() == TrunkHealth.State.UP) {
      cause = "";
    }
    tell(wasUp, now);
  }

  /** At this server; what another one has done meanwhile is not undone. */
  private void failed(String why, @Nullable Target at, long now) {
    boolean wasUp = up(now);
    health = health.failed(terms, now);
    cause = why;
    // Another of its servers may do better (RFC 3263 section 4.3).
    if (at != null && at.equals(target())) {
      server = (server + 1) % servers.size();
      leftAtMillis = now;
    }
    tell(wasUp, now);
  }

  private void tell(boolean wasUp, long now) {
    boolean isUp = up(now);
    if (isUp != wasUp) {
      outbox.trunk(this, isUp, cause());
    }
  }

  long nextAlarmMillis() {
    if (retired) {
      return Long.MAX_VALUE;
    }
    long at = Math.min(pingLostAtMillis, lookingUp ? Long.MAX_VALUE : lookUpAtMillis);
    if (target() != null) {
      at = Math.min(at, health.pingAtMillis());
      at = registrar == null ? at : Math.min(at, registrar.nextAlarmMillis());
    }
    return at;
  }

  /** Looks up, registers, asks how it is: whatever is due. */
  void run(long now) {
    if (retired) {
      return;
    }
    if (!lookingUp && now >= lookUpAtMillis) {
      lookingUp = true;
      names.resolve(settings.peer(), new Found(now));
    }
    if (now >= pingLostAtMillis) {
      pingLostAtMillis = Long.MAX_VALUE;
      pings++;
      failed("OPTIONS were not answered", pinged, now);
    }
    Target at = target();
    if (at == null) {
      return;
    }
    if (registrar != null) {
      registrar.run(at, now);
    }
    if (now >= health.pingAtMillis() && pingLostAtMillis == Long.MAX_VALUE) {
      health = health.pinged(terms, now);
      pingLostAtMillis = now + settings.health().optionsWaitMillis();
      pinged = at;
      outbox.send(options(at), at, new Pong(++pings));
    }
  }

  private SipRequest options(Target at) {
    String host = settings.peer().uriHost();
    String local = outbox.local(at);
    SipUri uri =
        Dialled.uri(
            "",
            host,
            settings.peer().domain() == null ? settings.peer().port() : 0,
            at.transport(),
            settings.peer().domain() == null);
    return SipRequest.builder("OPTIONS", uri.toString())
        .header("From", "<sip:strowger@" + local + ">;tag=" + outbox.token())
        .header("To", NameAddress.of(uri).toString())
        .header("Call-ID", outbox.token())
        .header("CSeq", "1 OPTIONS")
        .header("Contact", Dialled.contact(local, at.transport()))
        .header("Accept", "application/sdp")
        .header("User-Agent", settings.features().userAgent())
        .build();
  }

  /** One OPTIONS; what comes after its time counts for nothing. */
  private final class Pong implements Outbox.Waiter {
    private final long ping;

    Pong(long ping) {
      this.ping = ping;
    }

    @Override
    public void answered(SipResponse response, long now) {
      if (ping != pings || response.status() < 200) {
        return;
      }
      pings++;
      pingLostAtMillis = Long.MAX_VALUE;
      // Whatever else it says, it lives: many answer OPTIONS with 404 or 405.
      if (response.status() == SERVICE_UNAVAILABLE) {
        failed("OPTIONS were answered 503", pinged, now);
      } else {
        alive(now);
      }
    }

    /** Asked again when the next one is due: nothing is known of the trunk by it. */
    @Override
    public void overloaded(long now) {
      if (ping == pings) {
        pings++;
        pingLostAtMillis = Long.MAX_VALUE;
      }
    }

    @Override
    public void lost(String why, long now) {
      if (ping == pings) {
        pings++;
        pingLostAtMillis = Long.MAX_VALUE;
        failed("OPTIONS: " + why, pinged, now);
      }
    }
  }

  /** A look-up; one that fails leaves the servers that were found before. */
  private final class Found implements TrunkNames.Answer {
    private final long askedAtMillis;

    Found(long askedAtMillis) {
      this.askedAtMillis = askedAtMillis;
    }

    @Override
    public void found(List<Target> all, long ttlSeconds) {
      lookingUp = false;
      boolean wasUp = up(askedAtMillis);
      boolean rested = askedAtMillis - leftAtMillis >= FIRST_AGAIN_MILLIS;
      server = all.equals(servers) && !rested ? server : 0;
      servers = List.copyOf(all);
      cause = "";
      lookUpAtMillis =
          askedAtMillis + Math.clamp(ttlSeconds, TTL_MIN_SECONDS, TTL_MAX_SECONDS) * 1000;
      tell(wasUp, askedAtMillis);
    }

    @Override
    public void failed(String why) {
      lookingUp = false;
      cause = why;
      lookUpAtMillis = askedAtMillis + LOOKUP_AGAIN_MILLIS;
      if (servers.isEmpty()) {
        outbox.trunk(TrunkLine.this, false, why);
      }
    }
  }
}
