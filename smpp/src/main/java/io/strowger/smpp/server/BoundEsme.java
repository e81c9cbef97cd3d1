package io.strowger.smpp.server;

import io.strowger.smpp.codec.BindType;
import java.net.InetAddress;

/**
 * A session that is bound.
 *
 * @param id never used twice while the server runs
 * @param version agreed: 0x33, 0x34 or 0x50. A client of 0x33 takes message ids of at most 8
 *     characters and no optional parameters
 */
public record BoundEsme(
    long id,
    String account,
    String systemId,
    BindType type,
    int version,
    InetAddress address,
    String listener,
    boolean tls,
    long boundAtMillis) {}
