package io.strowger.gateway.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Certificates that end soon, ours and those that carriers show, 30, 7 and 1 days ahead; and
 * carriers that show another than before, also when their handshake fails for it.
 */
public final class CertificateWatch {
  /** What it raises. */
  public static final Set<AlarmKind> KINDS =
      Set.of(AlarmKind.CERTIFICATE_EXPIRING, AlarmKind.CERTIFICATE_ROTATED);

  private static final long DAY = Duration.ofDays(1).toMillis();

  /** Long enough for the next working day to see it. */
  private static final long ROTATION_SHOWN_MILLIS = 3 * DAY;

  private record Rotation(String before, String after, String subject, long seenMillis) {}

  private final Map<String, String> fingerprints = new HashMap<>();
  private final Map<String, Rotation> rotations = new HashMap<>();

  /**
   * Everything that is wrong now.
   *
   * @param own our certificates that are read from files: what they are for, and when they end in
   *     epoch milliseconds
   */
  public List<Condition> see(Collection<LinkView> links, Map<String, Long> own, long nowMillis) {
    List<Condition> wrong = new ArrayList<>();
    own.forEach((purpose, ends) -> add(wrong, expiry(purpose, "ours", ends, nowMillis)));
    Set<String> known = new HashSet<>();
    for (LinkView link : links) {
      known.add(link.subject());
      LinkView.Shown shown = link.certificate();
      if (shown == null) {
        continue;
      }
      add(wrong, expiry(link.subject(), "theirs", shown.peerEndsMillis(), nowMillis));
      add(wrong, expiry(link.subject() + " client", "ours", shown.ownEndsMillis(), nowMillis));
      add(wrong, rotation(link, shown, nowMillis));
    }
    fingerprints.keySet().retainAll(known);
    rotations.keySet().retainAll(known);
    return wrong;
  }

  private @Nullable Condition rotation(LinkView link, LinkView.Shown shown, long now) {
    String subject = link.subject();
    String before = fingerprints.put(subject, shown.fingerprint());
    if (before != null && !before.equals(shown.fingerprint())) {
      rotations.put(subject, new Rotation(before, shown.fingerprint(), shown.subject(), now));
    }
    Rotation seen = rotations.get(subject);
    if (seen == null) {
      return null;
    }
    if (now - seen.seenMillis() >= ROTATION_SHOWN_MILLIS) {
      rotations.remove(subject);
      return null;
    }
    boolean refused = link.refused();
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("before", seen.before());
    evidence.put("now", seen.after());
    evidence.put("subject", seen.subject());
    evidence.put("accepted", refused ? "no" : "yes");
    return new Condition(
        new AlarmKey(AlarmKind.CERTIFICATE_ROTATED, subject),
        refused ? Severity.MAJOR : Severity.WARNING,
        subject
            + " shows another certificate than before"
            + (refused ? ", and it is not accepted" : ""),
        evidence,
        seen.seenMillis());
  }

  private static @Nullable Condition expiry(String subject, String whose, long ends, long now) {
    long left = ends - now;
    if (ends == 0 || left > 30 * DAY) {
      return null;
    }
    Severity severity =
        left <= DAY ? Severity.CRITICAL : left <= 7 * DAY ? Severity.MAJOR : Severity.WARNING;
    String when =
        left <= 0
            ? "has ended"
            : left <= DAY
                ? "ends within a day"
                : left <= 7 * DAY ? "ends within 7 days" : "ends within 30 days";
    return new Condition(
        new AlarmKey(AlarmKind.CERTIFICATE_EXPIRING, subject + " (" + whose + ")"),
        severity,
        (whose.equals("ours") ? "our certificate for " : "the certificate of ")
            + subject
            + " "
            + when,
        Map.of("ends", Instant.ofEpochMilli(ends).toString()),
        ends - 30 * DAY);
  }

  private static void add(List<Condition> wrong, @Nullable Condition condition) {
    if (condition != null) {
      wrong.add(condition);
    }
  }
}
