package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.NoticeChannel;
import io.strowger.gateway.delivery.NoticeRule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Webhooks without sockets and without threads, for the simulation: the schedule is the real one.
 */
public final class SimulatedWebhooks implements NoticeChannel {
  /** Where requests go. */
  public interface Receiver {
    /**
     * @param body what would be posted
     * @param answer to be told once, true for a 2xx; never when the node died meanwhile
     */
    void post(Notice notice, String body, Consumer<Boolean> answer);
  }

  private final Accounts accounts;
  private final EventCallback callback;
  private final PostSchedule schedule;
  private final Receiver receiver;
  private final Consumer<Notice> settled;
  private final LongSupplier clock;
  private final List<List<Notice>> arrived = new ArrayList<>();

  /**
   * @param settled told of each notice that is owed no more
   */
  public SimulatedWebhooks(
      Accounts accounts,
      Receiver receiver,
      Consumer<Notice> settled,
      LongSupplier clock,
      RandomGenerator chance) {
    this.accounts = accounts;
    this.callback = new EventCallback(() -> accounts, "simulated");
    this.receiver = receiver;
    this.settled = settled;
    this.clock = clock;
    WebhookRules.Retries retries = WebhookRules.Retries.DEFAULT;
    RetryPolicy policy =
        new RetryPolicy(retries.concurrency(), retries.attemptsMax(), retries.giveUpAfterMillis());
    this.schedule = new PostSchedule(PostSchedule.Limits.DEFAULT, _ -> policy, chance);
  }

  public NoticeRule rule() {
    return callback;
  }

  @Override
  public String channel() {
    return callback.channel();
  }

  @Override
  public void owe(List<Notice> notices) {
    arrived.add(List.copyOf(notices));
  }

  /**
   * Does what is due.
   *
   * @return when it wants to be called again, epoch milliseconds; {@code Long.MAX_VALUE} for never
   */
  public long poll() {
    long now = clock.getAsLong();
    List<List<Notice>> batches = List.copyOf(arrived);
    arrived.clear();
    batches.forEach(batch -> carryOut(schedule.owe(batch, now)));
    carryOut(schedule.wake(now));
    return schedule.nextAlarmMillis();
  }

  private void carryOut(List<PostSchedule.Command> commands) {
    for (PostSchedule.Command command : commands) {
      switch (command) {
        case PostSchedule.Command.Post post -> post(post.notice());
        case PostSchedule.Command.Settle settle -> settled.accept(settle.notice());
        case PostSchedule.Command.Turned _ -> {}
      }
    }
  }

  private void post(Notice notice) {
    String account = notice.message().spec().account();
    CallbackRequest request =
        callback.request(
            notice, java.util.Objects.requireNonNull(accounts.byId(account)), clock.getAsLong());
    String body = request == null || request.body() == null ? "" : request.body();
    receiver.post(
        notice,
        body,
        told -> {
          PostResult result = told ? PostResult.TOLD : PostResult.retry(PostOutcome.UNREACHABLE);
          carryOut(schedule.answered(notice, result, clock.getAsLong()));
        });
  }
}
