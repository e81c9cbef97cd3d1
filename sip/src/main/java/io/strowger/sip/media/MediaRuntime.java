package io.strowger.sip.media;

import java.security.SecureRandom;
import java.util.concurrent.ThreadFactory;
import java.util.function.LongSupplier;

/**
 * What the media engine needs of its surroundings; made by the composition root.
 *
 * @param threads makes the one pacing thread; it deserves a real-time priority or a core of its own
 * @param clockNanos monotonic
 * @param random for SSRCs, first sequence numbers and keys
 */
public record MediaRuntime(ThreadFactory threads, LongSupplier clockNanos, SecureRandom random) {}
