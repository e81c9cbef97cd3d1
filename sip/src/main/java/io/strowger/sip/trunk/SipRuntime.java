package io.strowger.sip.trunk;

import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a {@link SipCarrier} needs of its surroundings; made by the composition root.
 *
 * @param loop NIO or epoll: sockets and engine live on it
 * @param blocking for name look-ups, certificate files and TLS handshakes; virtual threads fit
 * @param clockMillis epoch milliseconds
 * @param random for tags, branches and Call-IDs
 */
public record SipRuntime(
    EventLoop loop, Executor blocking, LongSupplier clockMillis, SecureRandom random) {}
