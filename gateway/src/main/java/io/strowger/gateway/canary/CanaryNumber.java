package io.strowger.gateway.canary;

import io.strowger.gateway.number.PhoneNumber;

/**
 * A number of our own.
 *
 * @param id names it wherever it is shown
 * @param returnsBy the carrier whose links bring what is sent to it
 * @param calls whether it is called, and its calls come in over that carrier's trunks; else it is
 *     sent texts
 */
public record CanaryNumber(String id, PhoneNumber number, String returnsBy, boolean calls) {
  /** One that is sent texts. */
  public CanaryNumber(String id, PhoneNumber number, String returnsBy) {
    this(id, number, returnsBy, false);
  }
}
