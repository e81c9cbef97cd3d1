package io.strowger.smpp.link;

import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierStatus.Certificates;
import org.jspecify.annotations.Nullable;

/**
 * The sockets under a carrier's links: Netty in production, a simulated network in the seeded
 * simulation. All calls and callbacks happen on the carrier's one thread.
 */
public interface LinkTransport {

  /**
   * Begins to connect; ends in {@link Events#connected} or {@link Events#closed}. Events may come
   * at once, inside any call; they are taken at the engine's next poll.
   */
  Connection connect(Link link, HostPort address, Events events);

  /** An open or opening connection. Writes are held until {@link #flush}. */
  interface Connection {
    void write(Pdu pdu);

    void flush();

    /** True while the peer does not read fast enough; the owner polls when that ends. */
    boolean congested();

    /** Stops or resumes reading, to bound receipts that wait for the store. */
    void reading(boolean enabled);

    /** Closes after what was flushed; {@link Events#closed} follows. */
    void close();

    /** The certificates that the handshake showed; null without TLS, and before it. */
    default @Nullable Certificates certificates() {
      return null;
    }
  }

  /** What a connection tells its link. */
  interface Events {
    void connected();

    void received(Pdu pdu);

    /** A PDU that could not be read; unless it is in step, nothing follows but the close. */
    void malformed(MalformedPdu pdu);

    /** No more events follow. */
    void closed(String cause);
  }
}
