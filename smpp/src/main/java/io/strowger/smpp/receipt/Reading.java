package io.strowger.smpp.receipt;

/**
 * What a carrier's code means.
 *
 * @param code stable and machine-readable: {@code smpp:0x0000000B}, {@code receipt:UNDELIV:001}
 * @param text one line for people
 * @param provesRoute the code speaks of the handset or the subscriber, so the carrier did reach the
 *     network: the route works
 */
public record Reading(String code, String text, Disposition disposition, boolean provesRoute) {}
