package io.strowger.smpp.link;

import io.netty.channel.EventLoopGroup;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all carriers share; made once by the composition root, which also closes the group.
 *
 * @param group NIO or epoll event loops; each carrier lives on one of them
 * @param blocking for host name look-ups and reading certificate files, a few at a time; virtual
 *     threads fit
 * @param clockMillis epoch milliseconds, best driven by a monotonic clock: a jump forward would end
 *     every response timer at once
 * @param random for back-off jitter; used from several threads
 */
public record SmppRuntime(
    EventLoopGroup group, Executor blocking, LongSupplier clockMillis, RandomGenerator random) {}
