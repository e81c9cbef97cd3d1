package io.strowger.sip.trunk;

import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.message.Transport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one trunk wants to be called.
 *
 * @param id unique in the carrier, for example {@code alpha-1}
 * @param priority lower is tried first; equals share the load
 * @param credentials for digest, several of one realm tried in turn; empty where the carrier knows
 *     us by our address
 * @param registration null where none is needed
 */
public record TrunkSettings(
    String id,
    int priority,
    Peer peer,
    List<DigestCredentials> credentials,
    @Nullable Registration registration,
    Caller caller,
    NumberFormat numbers,
    Limits limits,
    Health health,
    CallPlan.Features features,
    MediaRequest media) {
  public TrunkSettings {
    credentials = List.copyOf(credentials);
  }

  /** A trunk known by our address, everything else as usual. */
  public static TrunkSettings of(String id, Peer peer, Caller caller) {
    return new TrunkSettings(
        id,
        0,
        peer,
        List.of(),
        null,
        caller,
        NumberFormat.E164,
        Limits.DEFAULT,
        Health.DEFAULT,
        CallPlan.Features.DEFAULT,
        MediaRequest.DEFAULT);
  }

  /** The same with other media. */
  public TrunkSettings withMedia(MediaRequest next) {
    return new TrunkSettings(
        id,
        priority,
        peer,
        credentials,
        registration,
        caller,
        numbers,
        limits,
        health,
        features,
        next);
  }

  /**
   * Where it is.
   *
   * @param host a name or an IP address (IPv6 without brackets)
   * @param port 0 asks DNS for NAPTR and SRV records (RFC 3263), or with an address is the usual
   *     one
   * @param transport null lets DNS choose; UDP where it says nothing
   * @param domain of request URIs, From and To; null for the host
   */
  public record Peer(
      String host, int port, @Nullable Transport transport, @Nullable String domain) {
    public static Peer of(String host, int port, Transport transport) {
      return new Peer(host, port, transport, null);
    }

    String uriHost() {
      String name = domain == null ? host : domain;
      return name.indexOf(':') >= 0 ? "[" + name + "]" : name;
    }
  }

  /**
   * REGISTER (RFC 3261 section 10).
   *
   * @param user whose binding it is
   * @param expiresSeconds asked for, at least 60
   */
  public record Registration(String user, int expiresSeconds) {}

  /**
   * Who calls; never what a client says.
   *
   * @param number E.164 digits without +
   * @param displayName "" for none
   * @param assertedIdentity send P-Asserted-Identity (RFC 3325)
   * @param remotePartyId send Remote-Party-ID, which some older gateways want
   * @param withheld hide the number from the user (RFC 3323); the trunk sees it in the identity
   */
  public record Caller(
      String number,
      String displayName,
      boolean assertedIdentity,
      boolean remotePartyId,
      boolean withheld) {
    public static Caller of(String number) {
      return new Caller(number, "", true, false, false);
    }
  }

  /** More calls than this are refused at once: nothing waits. */
  public record Limits(int concurrentCalls, int callsPerSecond) {
    public static final Limits DEFAULT = new Limits(100, 10);

    public Limits {
      if (concurrentCalls < 0 || callsPerSecond < 1 || callsPerSecond > 100_000) {
        throw new IllegalArgumentException("limits of a trunk out of range");
      }
    }
  }

  /**
   * When it counts as down.
   *
   * @param downAfter failures in a row, at least 1
   * @param upAfter answers in a row that bring it back, at least 1
   * @param optionsMillis between OPTIONS while all is well; 0 for none
   * @param downOptionsMillis between OPTIONS while it fails
   * @param optionsWaitMillis how long an OPTIONS may take
   */
  public record Health(
      int downAfter,
      int upAfter,
      long optionsMillis,
      long downOptionsMillis,
      long optionsWaitMillis) {
    public static final Health DEFAULT = new Health(3, 2, 30_000, 5_000, 4_000);

    TrunkHealth.Terms terms() {
      return new TrunkHealth.Terms(downAfter, upAfter, optionsMillis, downOptionsMillis);
    }
  }

  @Override
  public String toString() {
    return "TrunkSettings[" + id + "]";
  }
}
