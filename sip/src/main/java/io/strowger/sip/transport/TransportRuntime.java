package io.strowger.sip.transport;

import io.netty.channel.EventLoop;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/**
 * What a {@link SipTransport} needs of its surroundings; made by the composition root.
 *
 * @param loop NIO or epoll; every socket lives on it
 * @param owner runs what is delivered, one task at a time; the loop itself is the fastest choice
 * @param blocking for certificate files and TLS handshakes, a few at a time; virtual threads fit
 * @param clockMillis milliseconds, best monotonic
 */
public record TransportRuntime(
    EventLoop loop, Executor owner, Executor blocking, LongSupplier clockMillis) {}
