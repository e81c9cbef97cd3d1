package io.strowger.sip.call;

import org.jspecify.annotations.Nullable;

/** warn-codes of a Warning header (RFC 3261 sections 20.43 and 27.2). */
public enum WarningCode {
  INCOMPATIBLE_NETWORK_PROTOCOL(300, "incompatible network protocol", false),
  INCOMPATIBLE_ADDRESS_FORMAT(301, "incompatible network address formats", false),
  INCOMPATIBLE_TRANSPORT(302, "incompatible transport protocol", false),
  INCOMPATIBLE_BANDWIDTH_UNITS(303, "incompatible bandwidth units", false),
  MEDIA_TYPE_NOT_AVAILABLE(304, "media type not available", false),
  INCOMPATIBLE_MEDIA_FORMAT(305, "incompatible media format", false),
  ATTRIBUTE_NOT_UNDERSTOOD(306, "attribute not understood", false),
  PARAMETER_NOT_UNDERSTOOD(307, "session description parameter not understood", false),
  MULTICAST_NOT_AVAILABLE(330, "multicast not available", false),
  UNICAST_NOT_AVAILABLE(331, "unicast not available", false),
  INSUFFICIENT_BANDWIDTH(370, "insufficient bandwidth", true),
  SIPS_NOT_ALLOWED(380, "SIPS not allowed", false),
  SIPS_REQUIRED(381, "SIPS required", false),
  MISCELLANEOUS(399, "miscellaneous warning", false);

  private final int value;
  private final String text;
  private final boolean passing;

  WarningCode(int value, String text, boolean passing) {
    this.value = value;
    this.text = text;
    this.passing = passing;
  }

  /** Null for a code that is not set aside. */
  public static @Nullable WarningCode of(int value) {
    for (WarningCode code : values()) {
      if (code.value == value) {
        return code;
      }
    }
    return null;
  }

  public int value() {
    return value;
  }

  /** For operators. */
  public String text() {
    return text;
  }

  /** The next call may fare better, so nobody needs to look at the configuration. */
  public boolean passing() {
    return passing;
  }
}
