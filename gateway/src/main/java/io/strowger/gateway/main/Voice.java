package io.strowger.gateway.main;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.config.GatewayConfig;
import io.strowger.gateway.delivery.Admission;
import io.strowger.gateway.delivery.CallRounds;
import io.strowger.gateway.delivery.DeliveryObserver;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.HealthWatch;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.gateway.delivery.VoiceChannel;
import io.strowger.gateway.metrics.GatewayMetrics;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.gateway.voice.CallerSettings;
import io.strowger.gateway.voice.CallerSettings.Doors;
import io.strowger.gateway.voice.EventSink;
import io.strowger.gateway.voice.PromptShelf;
import io.strowger.gateway.voice.SipVoiceChannel;
import io.strowger.gateway.voice.SocketTrunks;
import io.strowger.gateway.voice.TrunkCarrier;
import io.strowger.gateway.voice.TrunkPort;
import io.strowger.gateway.voice.VoiceSettings;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The voice channel, with the sockets of its carriers and the rounds of its calls. */
final class Voice {
  private static final Logger log = LoggerFactory.getLogger(Voice.class);
  private static final long HANG_UP_SECONDS = 5;

  private final CallSockets sockets;
  private final CallRounds rounds;
  private final SipVoiceChannel<SipCarrierSettings> channel;
  private volatile Map<String, Doors> doors = Map.of();

  /**
   * @throws IOException when a recording cannot be used
   */
  Voice(
      GatewayConfig config,
      SteadyClock clock,
      Supplier<Accounts> accounts,
      EventSink events,
      GatewayMetrics metrics,
      Executor blocking)
      throws IOException {
    VoiceSettings settings = config.voice();
    this.sockets = new CallSockets(settings, clock, blocking);
    this.rounds = new CallRounds(id -> accounts.get().byId(id), settings.microsPerMinute());
    this.channel =
        new SipVoiceChannel<>(
            TrunkCarrier.launcher(this::start, clock),
            id -> rules(accounts.get().byId(id)),
            PromptShelf.load(settings.prompts()),
            events,
            new CallFigures(metrics.voice()));
    metrics.voice().watch(() -> CallFigures.trunks(channel.statuses()));
  }

  private static VoiceRules rules(@Nullable Account account) {
    return account == null ? VoiceRules.DEFAULT : account.voice();
  }

  VoiceChannel channel() {
    return channel;
  }

  /** What the dispatcher speaks to, this channel among it. */
  Dispatcher.Ports ports(
      MessageStore store,
      SmsChannel sms,
      DeliveryObserver observer,
      Admission admission,
      HealthWatch health) {
    return new Dispatcher.Ports(store, sms, channel, observer, admission, rounds, health);
  }

  /** False when no carrier of this name calls. */
  boolean drain(String carrier) {
    return channel.drain(carrier);
  }

  /** False when no carrier of this name calls. */
  boolean resume(String carrier) {
    return channel.resume(carrier);
  }

  /** Snapshots in the order of configuration. */
  List<CallCarrier.Status> statuses() {
    return channel.statuses();
  }

  /**
   * Puts the carriers in force; one whose own sockets change is stopped first.
   *
   * @throws IOException when a carrier's sockets cannot be had; the others are in force
   */
  synchronized void configure(GatewayConfig config) throws IOException {
    Map<String, SipCarrierSettings> carriers = new LinkedHashMap<>();
    Map<String, Doors> wanted = new HashMap<>();
    for (CallerSettings caller : config.callers()) {
      carriers.put(caller.id(), sockets.withFamily(caller.carrier()));
      wanted.put(caller.id(), caller.doors());
    }
    Map<String, SipCarrierSettings> unmoved = new LinkedHashMap<>(carriers);
    doors.forEach((id, before) -> {
      if (!before.equals(wanted.get(id))) {
        unmoved.remove(id);
      }
    });
    rounds.reprice(config.voice().microsPerMinute());
    try {
      if (unmoved.size() < carriers.size()) {
        channel.configure(unmoved);
        await(channel.retired(), HANG_UP_SECONDS);
      }
      doors = Map.copyOf(wanted);
      channel.configure(carriers);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** {@link #configure} of a running gateway, which goes on without a carrier that cannot start. */
  void reconfigure(GatewayConfig config) {
    try {
      configure(config);
    } catch (IOException e) {
      log.error("Calls: {}", e.getMessage());
    }
  }

  private TrunkPort start(SipCarrierSettings carrier, SipCarrierListener listener)
      throws IOException {
    return new SocketTrunks(
        sockets.start(carrier, doors.getOrDefault(carrier.id(), Doors.USUAL), listener));
  }

  /** Hangs up what is on its way. */
  void stop() {
    await(channel.stop(), HANG_UP_SECONDS);
    sockets.stop();
  }

  private static void await(CompletionStage<Void> stopped, long seconds) {
    try {
      stopped.toCompletableFuture().get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not every call was hung up in {} s", seconds);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
