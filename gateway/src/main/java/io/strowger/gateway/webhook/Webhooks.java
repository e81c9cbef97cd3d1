package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.NoticeChannel;
import io.strowger.gateway.delivery.NoticeRule;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells accounts what they are owed, over HTTP: their webhooks, and the callbacks that Twilio's and
 * Kannel's clients ask for. An event loop of its own owns the schedule and carries it out.
 *
 * <pre>
 *   dispatcher ──owe──▶ schedule ──post──▶ receiver
 *        ▲                 │  ▲───answer──────┘
 *        └────settled──────┘
 * </pre>
 */
public final class Webhooks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Webhooks.class);
  private static final long STATUS_MILLIS = 1_000;
  private static final long TELL_LOST_MILLIS = 60_000;
  private static final long CLOSE_SECONDS = 5;

  /**
   * What it needs.
   *
   * @param settled told of each notice that is owed no more; must not block
   * @param clock epoch milliseconds
   * @param chance for the jitter of back-offs
   * @param blocking for look-ups of names
   */
  public record Ports(
      Supplier<Accounts> accounts,
      Consumer<Notice> settled,
      PostObserver observer,
      LongSupplier clock,
      RandomGenerator chance,
      Executor blocking) {}

  private final Ports ports;
  private final List<Callback> callbacks;
  private final Vertx vertx;
  private final Context context;
  private final HttpPoster poster;
  private final PostSchedule schedule;
  private final AlarmHook alarmHook;
  private final ConcurrentLinkedQueue<List<Notice>> arrived = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean woken = new AtomicBoolean();
  private final ArrayDeque<PostSchedule.Command> commands = new ArrayDeque<>();
  private final CompletableFuture<Void> quiet = new CompletableFuture<>();
  private volatile List<LaneStatus> statuses = List.of();
  private volatile boolean closing;
  private final Map<Lane.Key, Integer> lost = new HashMap<>();
  private int underWay;
  private long tellLostMillis;
  private long timer = -1;
  private long timerMillis = Long.MAX_VALUE;

  /**
   * Makes it ready; nothing is posted before something is owed.
   *
   * @param node names the gateway in the events it posts
   */
  public Webhooks(Ports ports, String node) {
    this(ports, node, NameLookup.SYSTEM, PostSchedule.Limits.DEFAULT);
  }

  Webhooks(Ports ports, String node, NameLookup names, PostSchedule.Limits limits) {
    this.ports = ports;
    this.callbacks =
        List.of(
            new EventCallback(ports.accounts(), node), new TwilioCallback(), new KannelCallback());
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setPreferNativeTransport(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setFileCachingEnabled(false)
                        .setClassPathResolvingEnabled(false)));
    this.context = vertx.getOrCreateContext();
    this.poster = new HttpPoster(vertx, context, ports.blocking(), names, ports.clock());
    this.schedule = new PostSchedule(limits, this::policy, ports.chance());
    this.alarmHook = new AlarmHook(ports, node, vertx, context, poster);
    vertx.setPeriodic(STATUS_MILLIS, _ -> context.runOnContext(_ -> publishStatuses()));
  }

  /** For the dispatcher: which changes are owed. */
  public List<NoticeRule> rules() {
    return List.copyOf(callbacks);
  }

  /** For the dispatcher: who tells them. */
  public List<NoticeChannel> channels() {
    return callbacks.stream()
        .<NoticeChannel>map(callback -> new Inlet(callback.channel()))
        .toList();
  }

  /** Who tells the operators of alarms. */
  public AlarmHook alarmHook() {
    return alarmHook;
  }

  /** Other accounts are in force; any thread. */
  public void accountsChanged() {
    if (!closing) {
      context.runOnContext(_ -> carryOut(schedule.reconsider(now())));
    }
  }

  /** What accounts are owed, as of at most a second ago; any thread. */
  public List<LaneStatus> statuses() {
    return statuses;
  }

  /** Begins nothing more, waits for the requests that are under way, and ends. */
  @Override
  public void close() {
    if (closing) {
      return;
    }
    closing = true;
    alarmHook.close();
    context.runOnContext(_ -> ifQuiet());
    try {
      quiet.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException _) {
      log.warn("Some requests had no answer; what they told is told again after a start");
    } catch (ExecutionException e) {
      throw new AssertionError("never completed exceptionally", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    try {
      vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("The connections to receivers do not close", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Inlet implements NoticeChannel {
    private final String channel;

    Inlet(String channel) {
      this.channel = channel;
    }

    @Override
    public String channel() {
      return channel;
    }

    @Override
    public void owe(List<Notice> notices) {
      if (closing) {
        // The store keeps them for the next start; the event loop may be gone already.
        return;
      }
      arrived.add(List.copyOf(notices));
      if (woken.compareAndSet(false, true)) {
        context.runOnContext(_ -> takeArrived());
      }
    }
  }

  // ---- on the event loop ----

  private long now() {
    return ports.clock().getAsLong();
  }

  private RetryPolicy policy(Lane.Key key) {
    WebhookRules.Retries retries = rulesOf(ports.accounts().get().byId(key.account())).retries();
    return new RetryPolicy(
        retries.concurrency(), retries.attemptsMax(), retries.giveUpAfterMillis());
  }

  private static WebhookRules rulesOf(@Nullable Account account) {
    return account == null || account.webhook() == null ? WebhookRules.NONE : account.webhook();
  }

  private void takeArrived() {
    woken.set(false);
    List<Notice> batch = arrived.poll();
    while (batch != null) {
      carryOut(schedule.owe(batch, now()));
      batch = arrived.poll();
    }
  }

  private void carryOut(List<PostSchedule.Command> next) {
    commands.addAll(next);
    PostSchedule.Command command = commands.poll();
    while (command != null) {
      switch (command) {
        case PostSchedule.Command.Post post -> post(post);
        case PostSchedule.Command.Settle settle -> settle(settle);
        case PostSchedule.Command.Turned turned -> log(turned);
      }
      command = commands.poll();
    }
    arm();
  }

  private void post(PostSchedule.Command.Post post) {
    if (closing) {
      // It stays under way for ever, and owed in the store.
      return;
    }
    Notice notice = post.notice();
    Callback callback = callbackOf(notice.channel());
    Account account = ports.accounts().get().byId(notice.message().spec().account());
    CallbackRequest request = null;
    try {
      request = account == null ? null : callback.request(notice, account, now());
    } catch (RuntimeException e) {
      // Its message may quote what must not be shown; and one bad notice must not hold up the rest.
      log.error("Notice {} cannot be written: {}", EventJson.id(notice), e.getClass());
    }
    if (account == null || request == null) {
      context.runOnContext(_ -> answered(notice, PostResult.hopeless(PostOutcome.UNWANTED)));
      return;
    }
    underWay++;
    poster.post(
        new HttpPoster.Job(request, rulesOf(account), post.attempt(), callback.isConfigured()),
        result -> {
          underWay--;
          answered(notice, result);
          ifQuiet();
        });
  }

  private Callback callbackOf(String channel) {
    for (Callback callback : callbacks) {
      if (callback.channel().equals(channel)) {
        return callback;
      }
    }
    throw new IllegalArgumentException("no channel " + channel);
  }

  private void answered(Notice notice, PostResult result) {
    ports.observer().posted(notice.channel(), notice.message().spec().account(), result.outcome());
    carryOut(schedule.answered(notice, result, now()));
  }

  private void settle(PostSchedule.Command.Settle settle) {
    Notice notice = settle.notice();
    if (settle.ending() != Ending.TOLD) {
      log.debug("Notice {} is not told: {}", EventJson.id(notice), settle.ending());
      lost.merge(
          new Lane.Key(notice.channel(), notice.message().spec().account()), 1, Integer::sum);
    }
    ports
        .observer()
        .ended(
            notice.channel(),
            notice.message().spec().account(),
            settle.ending(),
            now() - notice.atMillis());
    ports.settled().accept(notice);
  }

  private static void log(PostSchedule.Command.Turned turned) {
    if (turned.down()) {
      log.warn(
          "Account {} does not take its {} notices: {}; one at a time is tried from now on",
          turned.receiver().account(),
          turned.receiver().channel(),
          turned.by());
    } else {
      log.info(
          "Account {} takes its {} notices again",
          turned.receiver().account(),
          turned.receiver().channel());
    }
  }

  /** One timer stands for all alarms. */
  private void arm() {
    long next = schedule.nextAlarmMillis();
    if (next == timerMillis) {
      return;
    }
    if (timer != -1) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
    timerMillis = next;
    if (next != Long.MAX_VALUE) {
      timer = vertx.setTimer(Math.max(1, next - now()), _ -> context.runOnContext(_ -> wake()));
    }
  }

  private void wake() {
    timer = -1;
    timerMillis = Long.MAX_VALUE;
    carryOut(schedule.wake(now()));
  }

  private void publishStatuses() {
    statuses = schedule.statuses();
    if (!lost.isEmpty() && now() >= tellLostMillis) {
      tellLostMillis = now() + TELL_LOST_MILLIS;
      lost.forEach((receiver, count) ->
          log.warn(
              "{} notices of account {} over {} were given up",
              count,
              receiver.account(),
              receiver.channel()));
      lost.clear();
    }
  }

  private void ifQuiet() {
    if (closing && underWay == 0) {
      quiet.complete(null);
    }
  }
}
