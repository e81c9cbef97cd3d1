package io.strowger.gateway.main;

import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.http.GuardDirectory;
import io.strowger.gateway.http.HttpPorts;
import io.strowger.gateway.http.IdempotencyHash;
import io.strowger.gateway.http.LinkDirectory;
import io.strowger.gateway.http.NumberReader;
import io.strowger.gateway.http.Readiness;
import io.strowger.gateway.metrics.GatewayMetrics;
import io.strowger.gateway.number.InvalidNumber;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.smpp.link.CarrierStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/** What the HTTP door asks of the rest of the gateway. */
final class DoorPorts {
  private static final Duration READY_QUEUE_SLACK = Duration.ofMinutes(2);

  private DoorPorts() {}

  static HttpPorts http(
      GatewayConfig config,
      SteadyClock clock,
      SmppSmsChannel channel,
      Voice voice,
      Dispatcher dispatcher,
      GatewayMetrics metrics,
      ConfigReload reload,
      ExecutorService blocking,
      GuardDirectory guard,
      HealthWatch health,
      Supplier<List<LinkDirectory.Esme>> binds)
      throws IOException {
    Numbering numbering = new Numbering();
    NumberReader numbers =
        (text, region) ->
            switch (numbering.parse(text, region)) {
              case PhoneNumber number -> new NumberReader.Reading.Valid(number);
              case InvalidNumber invalid -> new NumberReader.Reading.Invalid(invalid.reason());
            };
    byte[] secret = InstallationSecret.in(config.store().directory(), "idempotency.key");
    return new HttpPorts(
        numbers,
        channel::segments,
        new Carriers(channel, voice, binds),
        reload,
        metrics::scrape,
        () -> readiness(channel, voice, dispatcher, clock),
        (call, status, nanos) ->
            metrics.requestAnswered(call.method(), call.template(), status, nanos),
        blocking,
        clock,
        System::nanoTime,
        new IdempotencyHash(secret),
        guard,
        health::report,
        health::canaryReport);
  }

  private static Readiness readiness(
      SmppSmsChannel channel, Voice voice, Dispatcher dispatcher, SteadyClock clock) {
    List<String> reasons = new ArrayList<>();
    List<CarrierStatus> carriers = channel.statuses();
    List<CallCarrier.Status> callers = voice.statuses();
    boolean texts = carriers.stream().anyMatch(CarrierStatus::usable);
    boolean calls = callers.stream().anyMatch(CallCarrier.Status::usable);
    if (!carriers.isEmpty() && !texts) {
      reasons.add("no carrier has a bound link");
    } else if (carriers.isEmpty() && !callers.isEmpty() && !calls) {
      reasons.add("no carrier has a trunk that is up");
    }
    long oldest = dispatcher.oldestOpenMillis();
    if (oldest != 0 && clock.getAsLong() - oldest > READY_QUEUE_SLACK.plusMinutes(10).toMillis()) {
      reasons.add("a message is open far beyond the longest time to live");
    }
    return new Readiness(reasons);
  }
}
