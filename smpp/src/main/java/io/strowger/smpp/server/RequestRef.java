package io.strowger.smpp.server;

/**
 * A request that waits for its answer. When its session has ended, an answer to it is dropped.
 *
 * @param session {@link BoundEsme#id}
 */
public record RequestRef(long session, int ticket) {}
