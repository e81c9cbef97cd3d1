package io.strowger.smpp.server;

import io.strowger.smpp.codec.BindType;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Who wants to bind.
 *
 * @param listener the name of the listener
 * @param tls whether the connection is encrypted
 * @param tlsSubject the distinguished name of the client's certificate (RFC 2253), which was
 *     checked; null when it showed none
 * @param version what we would speak: 0x33, 0x34 or 0x50
 */
public record BindRequest(
    String systemId,
    Password password,
    String systemType,
    InetAddress address,
    String listener,
    boolean tls,
    @Nullable String tlsSubject,
    BindType type,
    int version) {}
