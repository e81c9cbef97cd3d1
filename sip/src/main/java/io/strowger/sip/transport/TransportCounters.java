package io.strowger.sip.transport;

/**
 * What happened so far, and what is open now.
 *
 * @param received messages that were read
 * @param invalid readings that were none
 * @param sent messages handed to a socket
 * @param sendFailed messages that could not be
 * @param datagramsDropped because the owner was behind
 * @param connections open now, of both directions
 * @param connectionsRefused beyond a limit
 */
public record TransportCounters(
    long received,
    long invalid,
    long sent,
    long sendFailed,
    long datagramsDropped,
    int connections,
    long connectionsRefused) {}
