package io.strowger.gateway.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.NoticeChannel;
import io.strowger.gateway.message.Secret;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Webhooks with a clock that only tests move, and names that only tests know. */
final class WebhooksFixture implements AutoCloseable {
  static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  static final WebhookRules.Reach ANYWHERE = new WebhookRules.Reach(true, List.of());

  final AtomicLong now = new AtomicLong(Notices.AT + 100);
  final AtomicInteger lookups = new AtomicInteger();
  final List<String> outcomes = new CopyOnWriteArrayList<>();
  final List<Long> settled = new CopyOnWriteArrayList<>();
  final Webhooks webhooks;
  volatile List<InetAddress> addresses = List.of(InetAddress.getLoopbackAddress());
  private volatile Accounts accounts = Accounts.of(List.of(), Set.of());
  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();

  WebhooksFixture() {
    Webhooks.Ports ports =
        new Webhooks.Ports(
            () -> accounts,
            notice -> settled.add(notice.sequence()),
            new Observer(),
            now::get,
            new SplittableRandom(1),
            blocking);
    webhooks =
        new Webhooks(
            ports,
            "gw1",
            host -> {
              lookups.incrementAndGet();
              return addresses;
            },
            PostSchedule.Limits.DEFAULT);
  }

  private final class Observer implements PostObserver {
    @Override
    public void posted(String channel, String account, PostOutcome outcome) {
      outcomes.add(account + " " + outcome);
    }

    @Override
    public void ended(String channel, String account, Ending ending, long ageMillis) {
      if (ending != Ending.TOLD) {
        outcomes.add(account + " " + ending);
      }
    }
  }

  static WebhookRules rules(
      @Nullable String url, WebhookRules.Reach reach, @Nullable Path trust, long timeoutMillis) {
    return new WebhookRules(
        url,
        List.of(new Secret(SECRET)),
        WebhookRules.DEFAULT_EVENTS,
        false,
        new WebhookRules.Retries(4, 100, 86_400_000, timeoutMillis),
        reach,
        trust);
  }

  /** One account with this webhook, which may be anywhere. */
  void hook(String url) {
    accounts(Hooked.account("idp", rules(url, ANYWHERE, null, 10_000)));
  }

  void accounts(Account... inForce) {
    accounts = Accounts.of(List.of(inForce), Set.of());
    webhooks.accountsChanged();
  }

  void owe(Notice... notices) {
    for (NoticeChannel channel : webhooks.channels()) {
      List<Notice> own =
          List.of(notices).stream()
              .filter(notice -> notice.channel().equals(channel.channel()))
              .toList();
      if (!own.isEmpty()) {
        channel.owe(own);
      }
    }
  }

  /** Beyond any back-off. */
  void letBackOffPass() {
    now.addAndGet(3_700_000);
    webhooks.accountsChanged();
  }

  void awaitOutcomes(String... expected) {
    await().untilAsserted(() -> assertEquals(List.of(expected), outcomes));
  }

  void awaitSettled(Long... sequences) {
    await().until(() -> settled.containsAll(List.of(sequences)));
  }

  @Override
  public void close() {
    webhooks.close();
    blocking.shutdownNow();
  }
}
