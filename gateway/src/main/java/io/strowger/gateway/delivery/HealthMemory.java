package io.strowger.gateway.delivery;

import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.HealthChange;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was learned of routes, kept in the store now and then, and at once when one is left. */
final class HealthMemory {
  private static final Logger log = LoggerFactory.getLogger(HealthMemory.class);
  private static final String KIND = "health";
  private static final long REMEMBER_MILLIS = 60_000;

  /** What grows beyond is kept less often, so that it does not fill the journal. */
  private static final int SMALL_BYTES = 64 * 1024;

  private static final int BYTES_MAX = 8 * 1024 * 1024;

  private final Health health;
  private long keptSequence;
  private long rememberAtMillis;

  HealthMemory(Health health) {
    this.health = health;
  }

  void changed(HealthChange change) {
    if ((change.from() == CellState.OPEN) != (change.to() == CellState.OPEN)) {
      rememberAtMillis = Math.min(rememberAtMillis, 1);
    }
  }

  void remember(KeptBook kept, Round round, long now) {
    if (now < rememberAtMillis) {
      return;
    }
    boolean first = rememberAtMillis == 0;
    rememberAtMillis = now + REMEMBER_MILLIS;
    if (first) {
      return;
    }
    byte[] learned = health.snapshot();
    if (learned.length > SMALL_BYTES) {
      rememberAtMillis = now + REMEMBER_MILLIS * Math.min(30, 1 + learned.length / SMALL_BYTES);
    }
    if (learned.length > BYTES_MAX) {
      return;
    }
    if (keptSequence == 0) {
      keptSequence = kept.nextSequence();
    }
    round.kept.add(
        new KeptData(keptSequence, KIND, Base64.getEncoder().encodeToString(learned), null));
  }

  void recover(KeptBook kept, long now) {
    for (KeptData data : kept.kept(KIND)) {
      keptSequence = data.sequence();
      try {
        health.restore(Base64.getDecoder().decode(data.data()), now);
      } catch (IllegalArgumentException e) {
        log.warn(
            "What was learned of routes cannot be used, it is learned again: {}", e.toString());
      }
    }
  }
}
