package io.strowger.smpp.link;

import io.netty.channel.EventLoopGroup;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * What all carriers share; made once by the composition root, which also closes the group.
 *
 * @param group NIO or epoll event loops; each carrier lives on one of them
 * @param clockMillis epoch milliseconds, best driven by a monotonic clock: a jump forward would end
 *     every response timer at once
 * @param random for back-off jitter; used from several threads
 */
public record SmppRuntime(EventLoopGroup group, LongSupplier clockMillis, RandomGenerator random) {}
