package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import io.strowger.gateway.main.IncidentCarriers.Fault;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.io.PrintWriter;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Lives through an incident with a gateway: ordinary traffic, the faults in their order, and the
 * gateway's own alarms as they come.
 */
final class IncidentRun {
  private static final int STATUS_EVERY_SECONDS = 5;

  private final Gateway gateway;
  private final IncidentCarriers carriers;
  private final IncidentTraffic traffic;
  private final Handsets handsets;
  private final ApiClient api;
  private final LongSupplier clockMillis;
  private final PrintWriter out;
  private final Map<Long, String> told = new HashMap<>();
  private long startMillis;

  IncidentRun(
      Gateway gateway,
      String apiKey,
      IncidentCarriers carriers,
      IncidentTraffic traffic,
      Handsets handsets,
      LongSupplier clockMillis,
      PrintWriter out) {
    this.gateway = gateway;
    this.carriers = carriers;
    this.traffic = traffic;
    this.handsets = handsets;
    this.api = new ApiClient(URI.create("http://127.0.0.1:" + gateway.port()), apiKey);
    this.clockMillis = clockMillis;
    this.out = out;
  }

  /**
   * @param users sends what users ask for; shut down in here
   * @param interrupted ends it early
   */
  IncidentReport run(ScheduledExecutorService users, int rate, CountDownLatch interrupted)
      throws InterruptedException, CommandFailure {
    startMillis = clockMillis.getAsLong();
    ScheduledFuture<?> sending =
        users.scheduleAtFixedRate(
            traffic::askOne, 0, TimeUnit.SECONDS.toNanos(1) / rate, TimeUnit.NANOSECONDS);
    for (int second = 1; second <= carriers.seconds(); second++) {
      long wait = startMillis + second * 1_000L - clockMillis.getAsLong();
      if (interrupted.await(Math.max(1, wait), TimeUnit.MILLISECONDS)) {
        throw new CommandFailure("stopped before the incident was over");
      }
      for (Fault fault : carriers.faults()) {
        if (second == fault.fromSecond()) {
          tell("FAULT", fault.told());
          fault.begin().run();
        } else if (second == fault.untilSecond()) {
          tell("HEALED", fault.over());
          fault.end().run();
        }
      }
      tellAlarms();
      if (second % STATUS_EVERY_SECONDS == 0) {
        status();
      }
    }
    sending.cancel(false);
    tell("END", "no more passcodes; waiting for what is on its way");
    settle(interrupted);
    tellAlarms();
    JsonNode alarms = api.get("/v1/admin/alarms?state=all").path("alarms");
    return IncidentReport.of(
        carriers,
        startMillis,
        traffic.sent(),
        handsets,
        this::firstCarrier,
        alarms,
        traffic.refused());
  }

  private void tellAlarms() throws CommandFailure {
    for (JsonNode alarm : api.get("/v1/admin/alarms?state=all").path("alarms")) {
      long id = alarm.path("id").asLong();
      String now =
          alarm.path("state").asText().equals("open")
              ? alarm.path("severity").asText().toUpperCase(Locale.ROOT)
                  + "  "
                  + alarm.path("cause").asText()
              : "cleared  " + alarm.path("cause").asText();
      if (!now.equals(told.put(id, now))) {
        tell("ALARM", now + "  [" + alarm.path("kind").asText() + "]");
      }
    }
  }

  private void status() {
    List<IncidentTraffic.Sent> sent = traffic.sent();
    long arrived = sent.stream().filter(one -> !handsets.at(one.digits()).isEmpty()).count();
    out.printf(
        "%5ds  %6d asked for  %6d arrived  %4d on the way%n",
        second(), sent.size(), arrived, sent.size() - arrived);
    out.flush();
  }

  private long second() {
    return (clockMillis.getAsLong() - startMillis) / 1_000;
  }

  private void tell(String kind, String what) {
    out.printf("%5ds  %-7s %s%n", second(), kind, what);
    out.flush();
  }

  /** Until every passcode has its end, or its deadline is past. */
  private void settle(CountDownLatch interrupted) throws InterruptedException {
    long until = clockMillis.getAsLong() + IncidentTraffic.TTL.toMillis() + 5_000;
    while (clockMillis.getAsLong() < until
        && (traffic.unanswered() > 0 || traffic.sent().stream().anyMatch(this::isExpected))) {
      if (interrupted.await(500, TimeUnit.MILLISECONDS)) {
        return;
      }
    }
  }

  private @Nullable String firstCarrier(String id) {
    Message message = gateway.dispatcher().find(MessageId.parse(id));
    return message == null || message.attempts().isEmpty()
        ? null
        : message.attempts().getFirst().choice().carrier();
  }

  /** On its way still, or in a call that is not over. */
  private boolean isExpected(IncidentTraffic.Sent one) {
    if (handsets.at(one.digits()).isEmpty()) {
      return clockMillis.getAsLong() < one.deadlineMillis();
    }
    Message message = gateway.dispatcher().findRecent(MessageId.parse(one.id()));
    return message != null && !message.isFinal();
  }
}
