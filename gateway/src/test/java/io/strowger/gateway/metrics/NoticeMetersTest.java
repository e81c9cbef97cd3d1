package io.strowger.gateway.metrics;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class NoticeMetersTest {
  private static final String LABELS = "{account=\"idp\",channel=\"webhook\"}";

  private final MetricsFixture fixture = new MetricsFixture();
  private final NoticeMeters notices = fixture.metrics.notices();

  @AfterEach
  void close() {
    fixture.metrics.close();
  }

  @Test
  void requests_are_counted_by_what_came_of_them() {
    notices.posted("webhook", "idp", "told");
    notices.posted("webhook", "idp", "timed_out");
    notices.posted("webhook", "idp", "timed_out");
    fixture.assertSample(
        "strowger_notices_posts_total"
            + "{account=\"idp\",channel=\"webhook\",outcome=\"timed_out\"}",
        2);
    fixture.assertSample(
        "strowger_notices_posts_total{account=\"idp\",channel=\"webhook\",outcome=\"told\"}", 1);
  }

  @Test
  void what_was_told_has_its_age_and_what_was_lost_its_reason() {
    notices.told(1_500);
    notices.lost("twilio", "idp", "given_up");
    fixture.assertSample("strowger_notices_told_seconds_sum", 1.5);
    fixture.assertSample(
        "strowger_notices_lost_total{account=\"idp\",channel=\"twilio\",why=\"given_up\"}", 1);
  }

  @Test
  void what_is_owed_is_asked_at_each_scrape_and_goes_when_it_is_told() {
    notices.watch(
        () -> List.of(new NoticeMeters.Owed("webhook", "idp", 3, fixture.millis - 90_000, true)));
    fixture.assertSample("strowger_notices_owed" + LABELS, 3);
    fixture.assertSample("strowger_notices_oldest_seconds" + LABELS, 90);
    fixture.assertSample("strowger_notices_receiver_down" + LABELS, 1);
    notices.watch(List::of);
    assertFalse(fixture.metrics.scrape().contains("strowger_notices_owed{"));
  }
}
