package io.strowger.smpp.server;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the server goes by.
 *
 * @param systemId our own, in bind_resp; at most 15 characters
 * @param listeners fixed while the server runs
 */
public record ServerSettings(
    String systemId, List<Listener> listeners, Limits limits, EsmeTimers timers) {

  /**
   * Where ESMEs connect.
   *
   * @param name for logs, and for the application to decide by
   * @param address port 0 chooses a free one
   * @param tls null for plain TCP
   */
  public record Listener(String name, InetSocketAddress address, @Nullable Tls tls) {}

  /**
   * TLS 1.2 or 1.3. The files are looked at again while the server runs; new ones count for new
   * connections, unreadable ones not at all.
   *
   * @param certificate PEM, with its chain
   * @param key PEM, PKCS #8
   * @param clientTrust PEM of the authorities whose clients are believed; null asks for none
   * @param clientRequired refuses clients that show no certificate
   */
  public record Tls(
      Path certificate, Path key, @Nullable Path clientTrust, boolean clientRequired) {}

  /**
   * What strangers, and any one of our own, may take up.
   *
   * @param connectionsMax in all
   * @param connectionsPerAddressMax from one address
   * @param unboundMax connections that have not bound; the oldest gives way
   * @param requestsMax unanswered requests of all sessions; more are refused with ESME_RMSGQFUL
   * @param deliveriesMax deliver_sm of one account that wait for a window
   * @param pduOctetsMax greatest command_length of a bound session
   * @param partialMillis how long a PDU may take from its first octet to its last
   * @param chatterMax PDUs per second and session that carry no message
   */
  public record Limits(
      int connectionsMax,
      int connectionsPerAddressMax,
      int unboundMax,
      int requestsMax,
      int deliveriesMax,
      int pduOctetsMax,
      long partialMillis,
      int chatterMax,
      Parts parts) {
    public static final Limits DEFAULT =
        new Limits(1_000, 200, 200, 50_000, 10_000, 64 * 1024, 10_000, 100, Parts.DEFAULT);
  }

  /**
   * Parts of long messages that wait for the others, for each account.
   *
   * @param messagesMax unfinished messages
   * @param octetsMax of their parts
   * @param ageMillis after which an unfinished message is refused with ESME_RSUBMITFAIL
   */
  public record Parts(int messagesMax, int octetsMax, long ageMillis) {
    public static final Parts DEFAULT = new Parts(1_000, 1_000_000, 20_000);
  }
}
