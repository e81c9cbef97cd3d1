package io.strowger.smpp.session;

import org.jspecify.annotations.Nullable;

/** Which SMPP version a bind speaks. */
final class Version {
  static final int V3_3 = 0x33;
  static final int V3_4 = 0x34;
  static final int V5_0 = 0x50;

  private Version() {}

  /**
   * The lower of what we offered and what the SMSC says. Many SMSCs leave sc_interface_version out
   * or send 0: that tells nothing, so what we offered stands.
   */
  static int agreed(int offered, @Nullable Integer smsc) {
    if (smsc == null || smsc == 0) {
      return offered;
    }
    int theirs = smsc >= V5_0 ? V5_0 : smsc >= V3_4 ? V3_4 : V3_3;
    return Math.min(offered, theirs);
  }
}
