package io.strowger.gateway.message;

/**
 * Why a carrier, or we, said no.
 *
 * @param code stable and machine-readable, for example {@code smpp:0x0000000B} or {@code
 *     receipt:UNDELIV:001}
 * @param reading our reading of it, in words
 */
public record Refusal(String code, String reading, Disposition disposition) {
  public enum Disposition {
    RETRY_SAME_ROUTE,
    OTHER_ROUTE,
    /** No route of this channel would do better: the person was busy, or did not want it. */
    OTHER_CHANNEL,
    PERMANENT_FOR_NUMBER,
    THROTTLE,
    CONFIGURATION_FAULT
  }
}
