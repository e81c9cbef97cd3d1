package io.strowger.gateway.delivery;

import io.strowger.gateway.health.CellState;
import io.strowger.gateway.health.Health;
import io.strowger.gateway.health.HealthChange;
import java.util.Base64;
import java.util.List;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was learned of routes, and of who tells what became of codes: kept in the store now and
 * then, and at once when a route is left.
 */
final class HealthMemory {
  private static final Logger log = LoggerFactory.getLogger(HealthMemory.class);
  private static final long REMEMBER_MILLIS = 60_000;

  /** What grows beyond is kept less often, so that it does not fill the journal. */
  private static final int SMALL_BYTES = 64 * 1024;

  private static final int BYTES_MAX = 8 * 1024 * 1024;

  private final Part routes;
  private final Part habits;

  HealthMemory(Health health, FeedbackHabit feedback) {
    this.routes = new Part("health", health::snapshot, health::restore);
    this.habits = new Part("feedback-habit", feedback::snapshot, feedback::restore);
  }

  void changed(HealthChange change) {
    if ((change.from() == CellState.OPEN) != (change.to() == CellState.OPEN)) {
      routes.rememberAtMillis = Math.min(routes.rememberAtMillis, 1);
    }
  }

  void remember(KeptBook kept, Round round, long now) {
    routes.remember(kept, round, now);
    habits.remember(kept, round, now);
  }

  void recover(KeptBook kept, long now) {
    for (Part part : List.of(routes, habits)) {
      part.recover(kept, now);
    }
  }

  /** One record in the store, written anew each time. */
  private static final class Part {
    private final String kind;
    private final Supplier<byte[]> snapshot;
    private final ObjLongConsumer<byte[]> restore;
    private long keptSequence;
    private long rememberAtMillis;

    Part(String kind, Supplier<byte[]> snapshot, ObjLongConsumer<byte[]> restore) {
      this.kind = kind;
      this.snapshot = snapshot;
      this.restore = restore;
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
      byte[] learned = snapshot.get();
      if (learned.length > SMALL_BYTES) {
        rememberAtMillis = now + REMEMBER_MILLIS * Math.min(30, 1 + learned.length / SMALL_BYTES);
      }
      if (learned.length == 0 || learned.length > BYTES_MAX) {
        return;
      }
      if (keptSequence == 0) {
        keptSequence = kept.nextSequence();
      }
      round.kept.add(
          new KeptData(keptSequence, kind, Base64.getEncoder().encodeToString(learned), null));
    }

    void recover(KeptBook kept, long now) {
      for (KeptData data : kept.kept(kind)) {
        keptSequence = data.sequence();
        try {
          restore.accept(Base64.getDecoder().decode(data.data()), now);
        } catch (IllegalArgumentException e) {
          log.warn(
              "What was learned ({}) cannot be used, it is learned again: {}", kind, e.toString());
        }
      }
    }
  }
}
