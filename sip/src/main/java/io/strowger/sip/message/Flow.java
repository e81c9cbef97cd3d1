package io.strowger.sip.message;

import java.net.InetSocketAddress;

/**
 * The way a message came: over it goes its answer.
 *
 * @param connectionId which TCP or TLS connection, never used twice; 0 for UDP
 */
public record Flow(
    Transport transport, InetSocketAddress local, InetSocketAddress remote, long connectionId) {}
