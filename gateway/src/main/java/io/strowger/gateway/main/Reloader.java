package io.strowger.gateway.main;

import io.strowger.gateway.config.ConfigProblem;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.ConfigState;
import io.strowger.gateway.config.ConfigState.Decision;
import io.strowger.gateway.config.ConfigWatch;
import io.strowger.gateway.config.ManagedAccounts;
import io.strowger.gateway.http.AccountDirectory;
import io.strowger.gateway.http.ConfigReload;
import io.strowger.gateway.message.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings a changed configuration into force, whole or not at all: asked by a signal, by the API, or
 * by a change of the files. One at a time.
 */
final class Reloader implements ConfigReload {
  private static final Logger log = LoggerFactory.getLogger(Reloader.class);
  private static final long LOOK_SECONDS = 2;

  private final ConfigFile file;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("strowger-config").daemon().factory());
  private ConfigState state;
  private ConfigWatch watch;
  private final AccountAdmin admin;
  private @Nullable Gateway gateway;

  /**
   * @param accountsKey makes entity tags that tell nothing of the secrets they stand for
   */
  Reloader(ConfigFile file, ConfigResult.Loaded first, byte[] accountsKey) {
    this.admin = new AccountAdmin(this, accountsKey, new SecureRandom());
    this.file = file;
    this.state = ConfigState.of(first);
    this.watch = ConfigWatch.of(first.fingerprint());
  }

  /** From now on changes go to this gateway, and the files are looked at. */
  synchronized void watch(Gateway gateway) {
    this.gateway = gateway;
    var _ = looks.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  void stop() {
    looks.shutdownNow();
  }

  private synchronized void look() {
    try {
      ConfigWatch.Look look = watch.look(watch.seen().now());
      watch = look.next();
      if (look.reload()) {
        log.info("The configuration changed");
        var _ = reload();
      }
    } catch (RuntimeException e) {
      log.warn("Looking at the configuration failed", e);
    }
  }

  @Override
  public synchronized Outcome reload() {
    Decision decision = state.offered(file.path(), file.read());
    state = decision.next();
    if (gateway != null) {
      gateway.configurationRead(state.problems().isEmpty());
    }
    switch (decision) {
      case Decision.Apply apply -> {
        Gateway running = gateway;
        if (running == null) {
          return new Outcome(List.of("the gateway is still starting"), List.of());
        }
        running.reconfigure(apply.next().inForce().config());
        log.info("The new configuration is in force");
      }
      case Decision.Unchanged _ -> log.info("The configuration is as it was");
      case Decision.Refuse refuse ->
          refuse.next().problems().forEach(problem -> log.error("Not in force: {}", problem));
    }
    return new Outcome(words(state.problems()), words(state.inForce().warnings()));
  }

  @Override
  public AccountDirectory accounts() {
    return admin;
  }

  /** What is in force. */
  synchronized ConfigResult.Loaded inForce() {
    return state.inForce();
  }

  /** What came of other accounts. */
  sealed interface Offer {
    /** In force, and on disk; or, with a dry run, as good as it. */
    record Good(ConfigResult.Loaded loaded) implements Offer {}

    record Bad(List<ConfigProblem> problems) implements Offer {}

    record Failed(String reason) implements Offer {}
  }

  /**
   * Brings other accounts of the API into force, with the configuration file as it was when it came
   * into force: whatever has become of it since is a matter of its own. Nothing is in force before
   * it is on disk.
   */
  synchronized Offer offer(ManagedAccounts accounts, boolean dryRun) {
    Gateway running = gateway;
    if (running == null) {
      return new Offer.Failed("The gateway is still starting.");
    }
    String text = accounts.text();
    switch (file.read(state.inForce().texts().withManaged(new Secret(text)))) {
      case ConfigResult.Invalid invalid -> {
        return new Offer.Bad(invalid.problems());
      }
      case ConfigResult.Loaded loaded -> {
        if (dryRun) {
          return new Offer.Good(loaded);
        }
        try {
          DurableFile.write(loaded.managedFile(), text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          log.error("The accounts cannot be written: {}", e.toString());
          return new Offer.Failed("The accounts could not be written to disk.");
        }
        state = state.with(loaded);
        watch = watch.written(loaded.managedFile(), text);
        running.reconfigure(loaded.config());
        return new Offer.Good(loaded);
      }
    }
  }

  private static List<String> words(List<ConfigProblem> problems) {
    return problems.stream().map(ConfigProblem::toString).toList();
  }
}
