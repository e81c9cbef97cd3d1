package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * What accounts are told over HTTP. Channels are few and accounts those of the configuration, so
 * their number is bounded.
 */
public final class NoticeMeters {
  /**
   * What one account is owed on one channel.
   *
   * @param oldestMillis when the oldest change of it happened, epoch milliseconds
   * @param down its receiver failed several times in a row
   */
  public record Owed(String channel, String account, int count, long oldestMillis, boolean down) {}

  private record Event(String channel, String account, String what) {}

  private final MeterRegistry registry;
  private final LinkMeters.NowMillis clock;
  private final Map<Event, Counter> posts = new ConcurrentHashMap<>();
  private final Map<Event, Counter> endings = new ConcurrentHashMap<>();
  private final Timer told;
  private final MultiGauge owed;
  private final MultiGauge oldest;
  private final MultiGauge down;
  private volatile Supplier<List<Owed>> source = List::of;

  NoticeMeters(MeterRegistry registry, LinkMeters.NowMillis clock) {
    this.registry = registry;
    this.clock = clock;
    told =
        Timer.builder("strowger.notices.told")
            .description("From a change of state until the account was told over HTTP.")
            .serviceLevelObjectives(Buckets.PERSON)
            .register(registry);
    owed = gauges("strowger.notices.owed", "Notices that wait to be told over HTTP.");
    oldest = gauges("strowger.notices.oldest.seconds", "Age of the oldest notice that waits.");
    down =
        gauges("strowger.notices.receiver.down", "1 while the account's receiver takes nothing.");
  }

  private MultiGauge gauges(String name, String description) {
    return MultiGauge.builder(name).description(description).register(registry);
  }

  /** What is asked at each scrape. */
  public void watch(Supplier<List<Owed>> statuses) {
    source = statuses;
  }

  /** A request to an account has ended. */
  public void posted(String channel, String account, String outcome) {
    posts
        .computeIfAbsent(
            new Event(channel, account, outcome),
            event ->
                Counter.builder("strowger.notices.posts")
                    .description("Requests to accounts, by what came of them.")
                    .tags("channel", event.channel(), "account", event.account())
                    .tag("outcome", event.what())
                    .register(registry))
        .increment();
  }

  /** A notice was told. */
  public void told(long ageMillis) {
    told.record(Math.max(0, ageMillis), TimeUnit.MILLISECONDS);
  }

  /** A notice is owed no more, and was not told. */
  public void lost(String channel, String account, String why) {
    endings
        .computeIfAbsent(
            new Event(channel, account, why),
            event ->
                Counter.builder("strowger.notices.lost")
                    .description("Notices that were never told, by why.")
                    .tags("channel", event.channel(), "account", event.account())
                    .tag("why", event.what())
                    .register(registry))
        .increment();
  }

  void refresh() {
    List<MultiGauge.Row<?>> counts = new ArrayList<>();
    List<MultiGauge.Row<?>> ages = new ArrayList<>();
    List<MultiGauge.Row<?>> downs = new ArrayList<>();
    long now = clock.millis();
    for (Owed status : source.get()) {
      Tags tags = Tags.of("channel", status.channel(), "account", status.account());
      counts.add(MultiGauge.Row.of(tags, status.count()));
      ages.add(MultiGauge.Row.of(tags, Math.max(0, now - status.oldestMillis()) / 1000.0));
      downs.add(MultiGauge.Row.of(tags, status.down() ? 1 : 0));
    }
    owed.register(counts, true);
    oldest.register(ages, true);
    down.register(downs, true);
  }
}
