package io.strowger.smpp.simulator;

import java.util.Locale;

/** How a carrier writes the number it gave to a message. */
public enum MessageIdForm {
  DECIMAL {
    @Override
    String write(long id) {
      return Long.toString(id);
    }
  },
  /** Ten digits at least, zeros in front. */
  DECIMAL_PADDED {
    @Override
    String write(long id) {
      String digits = Long.toString(id);
      return "0".repeat(Math.max(0, 10 - digits.length())) + digits;
    }
  },
  HEX {
    @Override
    String write(long id) {
      return Long.toHexString(id);
    }
  },
  HEX_UPPER {
    @Override
    String write(long id) {
      return Long.toHexString(id).toUpperCase(Locale.ROOT);
    }
  };

  abstract String write(long id);
}
