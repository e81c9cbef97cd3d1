package io.strowger.gateway.canary;

import io.strowger.gateway.number.PhoneNumber;

/**
 * A number of our own.
 *
 * @param id names it wherever it is shown
 * @param returnsBy the carrier whose links bring what is sent to it
 */
public record CanaryNumber(String id, PhoneNumber number, String returnsBy) {}
