package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What became of every acknowledged message: as the gateway tells it, held against what reached the
 * handsets.
 */
final class CrashAudit {
  private static final Duration SETTLE_LIMIT = Duration.ofSeconds(150);

  private final DemoSites sites;
  private final List<Instant> crashes;
  private final List<String> wrong = new ArrayList<>();
  private int acknowledged;
  private int lost;
  private int delivered;
  private int once;
  private int duplicates;
  private int inDoubt;
  private int acrossCrash;
  private int unmatched;

  private CrashAudit(DemoSites sites, List<Instant> crashes) {
    this.sites = sites;
    this.crashes = crashes;
  }

  /** Waits until all of them have a final state, and looks at each. */
  static CrashAudit of(
      Map<String, String> numberById, ApiReader api, DemoSites sites, List<Instant> crashes) {
    CrashAudit audit = new CrashAudit(sites, crashes);
    Deque<String> left = new ArrayDeque<>(numberById.keySet());
    audit.acknowledged = left.size();
    Awaitility.await("all final")
        .atMost(SETTLE_LIMIT)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> {
          while (!left.isEmpty()) {
            String id = left.getFirst();
            if (!audit.isFinal(id, numberById.getOrDefault(id, ""), api)) {
              return false;
            }
            left.removeFirst();
          }
          return true;
        });
    return audit;
  }

  private boolean isFinal(String id, String number, ApiReader api)
      throws IOException, InterruptedException {
    JsonNode message = api.message(id);
    if (message == null) {
      lost++;
      wrong.add(id + " was acknowledged and is not known");
      return true;
    }
    if (message.path("final_at").isNull()) {
      return false;
    }
    count(id, message, sites.copies(number));
    return true;
  }

  private void count(String id, JsonNode message, long copies) {
    if (message.path("state").asText().equals("delivered")) {
      delivered++;
    } else {
      wrong.add(id + " is not delivered: " + message);
    }
    if (copies == 0) {
      wrong.add(id + " never reached its handset: " + message);
    }
    int doubts = 0;
    boolean across = false;
    String before = "";
    for (JsonNode attempt : message.path("attempts")) {
      if (before.equals("arrived")
          && attempt.path("reason_detail").asText().endsWith("no receipt in time")) {
        // Its receipt came after all: the gateway was dead while it was due.
        doubts++;
      }
      before = attempt.path("verdict").asText();
      switch (attempt.path("verdict").asText()) {
        case "in_doubt", "silent" -> doubts++;
        case "taken" -> unmatched++;
        default -> across |= receiptCameAfterCrash(attempt);
      }
    }
    inDoubt += doubts;
    acrossCrash += across ? 1 : 0;
    once += copies == 1 ? 1 : 0;
    if (copies > 1) {
      duplicates++;
    }
    if (copies > 1 + doubts) {
      wrong.add(id + " has " + copies + " copies without reasons on record: " + message);
    }
  }

  /** Taken by the carrier before a crash, its receipt matched after it. */
  private boolean receiptCameAfterCrash(JsonNode attempt) {
    Instant answered = time(attempt.path("answered_at"));
    Instant ended = time(attempt.path("ended_at"));
    return attempt.path("verdict").asText().equals("arrived")
        && answered != null
        && ended != null
        && crashes.stream().anyMatch(at -> answered.isBefore(at) && at.isBefore(ended));
  }

  private static @Nullable Instant time(JsonNode value) {
    return value.isTextual() ? Instant.parse(value.asText()) : null;
  }

  /** Nothing lost, everything delivered, and every second copy explained. */
  void assertRight() {
    assertEquals(List.of(), wrong.subList(0, Math.min(wrong.size(), 10)), this::summary);
    assertEquals(0, lost);
    assertEquals(acknowledged, delivered);
    assertTrue(acknowledged > 0, "no traffic");
  }

  /** Receipts for what was sent before a crash found their messages after it. */
  void assertReceiptsMatchedAcrossCrashes() {
    assertTrue(acrossCrash > crashes.size(), this::summary);
    assertEquals(0, unmatched, this::summary);
    assertTrue(once >= acknowledged * 0.9, this::summary);
  }

  String summary() {
    return ("acknowledged=%d lost=%d delivered=%d one-copy=%d taken-before-a-crash-receipt-after=%d"
            + " in-doubt=%d duplicates=%d unexplained=%d unmatched=%d")
        .formatted(
            acknowledged,
            lost,
            delivered,
            once,
            acrossCrash,
            inDoubt,
            duplicates,
            wrong.size(),
            unmatched);
  }
}
