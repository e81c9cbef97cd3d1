package io.strowger.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CertificateWatchTest {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long NOW = 1_000 * DAY;
  private static final long LATER = NOW + 400 * DAY;

  private final CertificateWatch watch = new CertificateWatch();

  private static LinkView link(boolean refused, LinkView.Shown shown) {
    return new LinkView("alpha", "1", !refused, true, refused, null, shown);
  }

  private static LinkView.Shown shown(long peerEnds, long ownEnds, String fingerprint) {
    return new LinkView.Shown(peerEnds, ownEnds, fingerprint, "CN=smsc");
  }

  private List<String> seen(long now, LinkView link, Map<String, Long> own) {
    return watch.see(List.of(link), own, now).stream()
        .map(wrong -> wrong.severity().word() + ": " + wrong.cause())
        .toList();
  }

  @Test
  void the_end_is_told_thirty_seven_and_one_days_ahead() {
    long ends = NOW + 100 * DAY;
    LinkView link = link(false, shown(ends, LATER, "aa"));
    assertEquals(List.of(), seen(ends - 30 * DAY - 1, link, Map.of()));
    assertEquals(
        List.of("warning: the certificate of alpha/1 ends within 30 days"),
        seen(ends - 30 * DAY, link, Map.of()));
    assertEquals(
        List.of("major: the certificate of alpha/1 ends within 7 days"),
        seen(ends - 7 * DAY, link, Map.of()));
    assertEquals(
        List.of("critical: the certificate of alpha/1 ends within a day"),
        seen(ends - DAY, link, Map.of()));
    assertEquals(
        List.of("critical: the certificate of alpha/1 has ended"), seen(ends, link, Map.of()));
  }

  @Test
  void ours_are_watched_too() {
    LinkView link = link(false, shown(LATER, NOW + DAY, "aa"));
    assertEquals(
        List.of(
            "major: our certificate for the HTTP door ends within 7 days",
            "critical: our certificate for alpha/1 client ends within a day"),
        seen(NOW, link, Map.of("the HTTP door", NOW + 6 * DAY)));
  }

  @Test
  void another_certificate_than_before_is_told_for_three_days() {
    assertEquals(List.of(), seen(NOW, link(false, shown(LATER, 0, "aa")), Map.of()));
    LinkView rotated = link(false, shown(LATER, 0, "bb"));
    assertEquals(
        List.of("warning: alpha/1 shows another certificate than before"),
        seen(NOW + 1, rotated, Map.of()));
    assertEquals(1, seen(NOW + 2 * DAY, rotated, Map.of()).size());
    assertEquals(List.of(), seen(NOW + 1 + 3 * DAY, rotated, Map.of()));
    assertEquals(List.of(), seen(NOW + 4 * DAY, rotated, Map.of()));
  }

  @Test
  void one_that_is_not_accepted_is_worse_until_it_is() {
    seen(NOW, link(false, shown(LATER, 0, "aa")), Map.of());
    assertEquals(
        List.of("major: alpha/1 shows another certificate than before, and it is not accepted"),
        seen(NOW + 1, link(true, shown(LATER, 0, "bb")), Map.of()));
    assertEquals(
        List.of("warning: alpha/1 shows another certificate than before"),
        seen(NOW + 2, link(false, shown(LATER, 0, "bb")), Map.of()));
  }

  @Test
  void without_tls_there_is_nothing_to_watch() {
    LinkView plain = new LinkView("alpha", "1", true, true, false, null, null);
    assertEquals(List.of(), seen(NOW, plain, Map.of()));
  }
}
