package io.strowger.gateway.webhook;

import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import io.strowger.gateway.alarm.AlarmListener;
import io.strowger.gateway.alarm.Alarms;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts each change of an alarm to the operators' receiver, as accounts' events are posted:
 * CloudEvents, signed as Standard Webhooks asks. One at a time, in their order, until it is taken.
 */
public final class AlarmHook implements AlarmListener {
  /** In metrics, where accounts' webhooks show the account. */
  static final String RECEIVER = "operators";

  static final String CHANNEL = "alarm";

  private static final Logger log = LoggerFactory.getLogger(AlarmHook.class);

  private final Webhooks.Ports ports;
  private final String node;
  private final Vertx vertx;
  private final Context context;
  private final HttpPoster poster;
  private final String start;
  private final AlarmQueue queue = new AlarmQueue();
  private volatile @Nullable WebhookRules rules;
  private volatile boolean closed;
  private long lostTold;
  private boolean armed;

  AlarmHook(Webhooks.Ports ports, String node, Vertx vertx, Context context, HttpPoster poster) {
    this.ports = ports;
    this.node = node;
    this.vertx = vertx;
    this.context = context;
    this.poster = poster;
    // Ids of one run are not those of another: alarms are numbered anew.
    this.start = Long.toString(ports.clock().getAsLong(), Character.MAX_RADIX);
  }

  /** Tells what is open now, and all that changes; once. */
  public void follow(Alarms alarms, @Nullable WebhookRules first) {
    rules = first;
    alarms.addListener(this);
    for (Alarm open : alarms.open()) {
      changed(new AlarmChange.Raised(open));
    }
  }

  /** Another receiver is in force, or none; what waits goes there. */
  public void configure(@Nullable WebhookRules next) {
    rules = next;
    if (!closed) {
      context.runOnContext(_ -> go());
    }
  }

  @Override
  public void changed(AlarmChange change) {
    if (!closed && rules != null) {
      context.runOnContext(_ -> {
        queue.owe(change);
        go();
      });
    }
  }

  void close() {
    closed = true;
  }

  // ---- on the event loop ----

  private void go() {
    WebhookRules inForce = rules;
    if (closed || inForce == null) {
      return;
    }
    long now = ports.clock().getAsLong();
    AlarmQueue.Due due = queue.next(now);
    if (due != null) {
      poster.post(
          new HttpPoster.Job(request(due, inForce, now), inForce, queue.failures() + 1, true),
          result -> answered(result, inForce));
    } else if (!armed && queue.nextMillis() != Long.MAX_VALUE) {
      armed = true;
      var _ =
          vertx.setTimer(
              Math.max(1, queue.nextMillis() - now),
              _ ->
                  context.runOnContext(_ -> {
                    armed = false;
                    go();
                  }));
    }
  }

  private void answered(PostResult result, WebhookRules used) {
    ports.observer().posted(CHANNEL, RECEIVER, result.outcome());
    if (result.outcome() != PostOutcome.TOLD && queue.failures() == 0) {
      log.warn("The operators' receiver does not take an alarm: {}", result.outcome());
    }
    queue.answered(result, used.retries(), ports.clock().getAsLong(), ports.chance());
    if (queue.lost() > lostTold) {
      lostTold = queue.lost();
      log.warn("{} changes of alarms were given up since the start", lostTold);
    }
    go();
  }

  private CallbackRequest request(AlarmQueue.Due due, WebhookRules inForce, long nowMillis) {
    String id = "alarm-" + start + "-" + due.number();
    String url = inForce.url();
    String body = AlarmJson.of(due, id, node);
    return EventCallback.signed(url == null ? "" : url, inForce, id, body, nowMillis);
  }
}
