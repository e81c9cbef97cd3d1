package io.strowger.gateway.main;

import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.metrics.NoticeMeters;
import io.strowger.gateway.webhook.Ending;
import io.strowger.gateway.webhook.PostObserver;
import io.strowger.gateway.webhook.PostOutcome;
import io.strowger.gateway.webhook.Webhooks;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Webhooks and callbacks, between the dispatcher and the metrics. */
final class Notifications {
  private Notifications() {}

  /** Before the dispatcher's first poll, and after it has recovered. */
  static Webhooks start(
      String node,
      Supplier<Accounts> accounts,
      Dispatcher dispatcher,
      NoticeMeters meters,
      LongSupplier clock,
      Executor blocking) {
    Webhooks webhooks =
        new Webhooks(
            new Webhooks.Ports(
                accounts,
                notice -> dispatcher.post(new DispatchEvent.NoticeSettled(notice)),
                observer(meters),
                clock,
                new SplittableRandom(),
                blocking),
            node);
    webhooks.rules().forEach(dispatcher::addNoticeRule);
    webhooks.channels().forEach(dispatcher::addNoticeChannel);
    meters.watch(() ->
        webhooks.statuses().stream()
            .map(status ->
                new NoticeMeters.Owed(
                    status.channel(),
                    status.account(),
                    status.owed(),
                    status.oldestMillis(),
                    status.down()))
            .toList());
    return webhooks;
  }

  private static PostObserver observer(NoticeMeters meters) {
    return new PostObserver() {
      @Override
      public void posted(String channel, String account, PostOutcome outcome) {
        meters.posted(channel, account, word(outcome));
      }

      @Override
      public void ended(String channel, String account, Ending ending, long ageMillis) {
        if (ending == Ending.TOLD) {
          meters.told(ageMillis);
        } else {
          meters.lost(channel, account, word(ending));
        }
      }
    };
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
