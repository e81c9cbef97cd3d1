package io.strowger.smpp.codec;

/**
 * A destination that a submit_multi could not be accepted for (SMPP 3.4 section 4.5.2.1).
 *
 * @param errorStatus a command_status other than 0
 */
public record UnsuccessSme(Address address, int errorStatus) {}
