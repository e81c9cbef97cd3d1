package io.strowger.smpp.link;

import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.IdFormat;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one carrier wants to be spoken to. Every bound is checked by the configuration reader; the
 * ranges stand at the component.
 *
 * @param id the carrier's name in configuration, routes, metrics
 * @param links at least one; all are bound at once and share the load
 */
public record CarrierSettings(
    String id, Bind bind, Flow flow, Timers timers, Profile profile, List<Link> links) {

  /**
   * @param systemId at most 15 octets
   * @param password at most 8 octets by the standard; longer is sent as it is
   * @param systemType at most 12 octets
   * @param interfaceVersion 0x33, 0x34 or 0x50, offered; the SMSC may answer lower
   * @param second tried in turn with the first when the carrier refuses one; null for none
   */
  public record Bind(
      String systemId,
      String password,
      String systemType,
      int interfaceVersion,
      BindMode mode,
      String addressRange,
      @Nullable Credential second) {

    /** With one credential. */
    public Bind(
        String systemId,
        String password,
        String systemType,
        int interfaceVersion,
        BindMode mode,
        String addressRange) {
      this(systemId, password, systemType, interfaceVersion, mode, addressRange, null);
    }

    @Override
    public String toString() {
      return "Bind[" + systemId + ", " + mode + "]";
    }
  }

  /** Limits as those of {@link Bind}. */
  public record Credential(String systemId, String password) {
    @Override
    public String toString() {
      return "Credential[" + systemId + "]";
    }
  }

  public enum BindMode {
    TRANSCEIVER,
    /** Two binds per link: one transmitter, one receiver. */
    TRANSMITTER_AND_RECEIVER,
    TRANSMITTER,
    RECEIVER
  }

  /**
   * @param window unanswered submit_sm per link, 1–10000
   * @param messagesPerSecond submit_sm per second over all links of the carrier, 0 is unlimited
   * @param queueMax submissions held for the carrier before it counts as full
   */
  public record Flow(int window, double messagesPerSecond, int queueMax) {}

  /**
   * @param connect TCP connect and TLS handshake
   * @param bind session-init: connect to bind response
   * @param enquireLink idle time before an enquire_link
   * @param response how long a response may take; then the link is closed and its window in doubt
   * @param inactivity no traffic at all for this long closes the link
   * @param reconnectMin first back-off, doubled with jitter up to reconnectMax
   */
  public record Timers(
      Duration connect,
      Duration bind,
      Duration enquireLink,
      Duration response,
      Duration inactivity,
      Duration reconnectMin,
      Duration reconnectMax) {
    public static final Timers DEFAULT =
        new Timers(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(15),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofMillis(500),
            Duration.ofSeconds(30));
  }

  /**
   * @param sender source address when the submission names none
   * @param sourceTon null chooses by the sender: 5/0 alphanumeric, 1/1 international digits, 3/0
   *     short code
   * @param segmentation how a text longer than one segment is split
   * @param validity how validity_period is written
   * @param registeredDelivery the octet, 1 by default (receipt on success and failure)
   * @param extraTlvs sent on every submit_sm, for example a regulatory entity id
   * @param responseId and receiptId: how the carrier writes message ids
   * @param codeOverrides what this carrier's own error codes mean
   * @param receiptsForParts EVERY part gets a receipt, or only the FIRST or LAST of a long message
   */
  public record Profile(
      String sender,
      @Nullable Integer sourceTon,
      @Nullable Integer sourceNpi,
      int destinationTon,
      int destinationNpi,
      String serviceType,
      int registeredDelivery,
      Segmentation segmentation,
      Validity validity,
      Encoding encoding,
      List<Tlv> extraTlvs,
      IdFormat responseId,
      IdFormat receiptId,
      PartReceipts receiptsForParts,
      boolean cancelSupported,
      CodeOverrides codeOverrides) {
    public static final Profile DEFAULT =
        new Profile(
            "Strowger",
            null,
            null,
            1,
            1,
            "",
            1,
            Segmentation.UDH_8,
            Validity.RELATIVE,
            Encoding.AUTO,
            List.of(),
            IdFormat.AUTO,
            IdFormat.AUTO,
            PartReceipts.EVERY,
            true,
            CodeOverrides.NONE);
  }

  public enum Validity {
    RELATIVE,
    ABSOLUTE,
    /** The carrier refuses validity_period; our deadline alone stands. */
    NONE
  }

  public enum PartReceipts {
    EVERY,
    FIRST,
    LAST
  }

  /**
   * One redundant link.
   *
   * @param id unique in the carrier, for example {@code alpha-1}
   * @param addresses tried in turn, at least one
   * @param localAddress source IP address, null for the system's choice
   * @param tls null for plain TCP
   */
  public record Link(
      String id, List<HostPort> addresses, @Nullable String localAddress, @Nullable Tls tls) {}

  public record HostPort(String host, int port) {
    @Override
    public String toString() {
      return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
  }

  /**
   * Host names are always checked against the certificate unless {@code serverName} replaces the
   * name to check.
   *
   * @param trust PEM file of the authorities to trust; null for the system's
   * @param certificate and key: PEM client certificate, both or neither
   * @param secondCertificate and its key: another, tried in turn; only where there is a first
   * @param serverName name expected in the certificate; null for the address's host
   */
  public record Tls(
      @Nullable Path trust,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path secondCertificate,
      @Nullable Path secondKey,
      @Nullable String serverName) {
    /** Without a second certificate. */
    public Tls(
        @Nullable Path trust,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String serverName) {
      this(trust, certificate, key, null, null, serverName);
    }

    boolean hasTwo() {
      return certificate != null && secondCertificate != null;
    }

    /** The same with the two certificates changed round, if there are two and it is so wanted. */
    Tls showing(boolean second) {
      return second && hasTwo()
          ? new Tls(trust, secondCertificate, secondKey, certificate, key, serverName)
          : this;
    }
  }
}
