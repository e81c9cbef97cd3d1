package io.strowger.smpp.server;

/**
 * A bound session and what passed over it.
 *
 * @param awaited its requests that wait for the application's answer
 * @param unanswered our deliver_sm that wait for its answer
 * @param heardAtMillis when it was last heard
 * @param requests that it made, those that were refused included
 * @param refused of them at once: for their speed, or for what they were
 * @param delivered deliver_sm that it has answered
 */
public record SessionStatus(
    BoundEsme esme,
    int awaited,
    int unanswered,
    long heardAtMillis,
    long requests,
    long refused,
    long delivered) {}
