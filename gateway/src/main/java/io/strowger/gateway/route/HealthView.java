package io.strowger.gateway.route;

import io.strowger.gateway.health.Usual;
import io.strowger.gateway.number.PhoneNumber;

/** What is known of how carriers deliver, as far as a choice cares. */
public interface HealthView {
  /** Every carrier is as good as its place in the table. */
  HealthView NONE =
      new HealthView() {
        @Override
        public double share(String carrier, PhoneNumber to) {
          return 1;
        }

        @Override
        public String why(String carrier, PhoneNumber to) {
          return "";
        }

        @Override
        public Usual usual(String carrier, PhoneNumber to) {
          return Usual.UNKNOWN;
        }

        @Override
        public double standbyShare() {
          return 0;
        }
      };

  /** How much of its usual traffic to the number it may carry: 1 is all, 0 left. */
  double share(String carrier, PhoneNumber to);

  /** In a few words, why the share is less than 1. */
  String why(String carrier, PhoneNumber to);

  /** The usual success of the carrier with numbers like this one. */
  Usual usual(String carrier, PhoneNumber to);

  /** What each healthy carrier carries that has no part by its rank, 0 to 1. */
  double standbyShare();
}
