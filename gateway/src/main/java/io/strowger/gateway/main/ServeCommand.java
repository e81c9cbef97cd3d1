package io.strowger.gateway.main;

import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.log.Logs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = "Runs the gateway.",
    footer = {
      "",
      "SIGTERM drains: the doors close, what is on its way is answered or stays safely in the",
      "store, the links unbind. SIGHUP reads the configuration again, all or nothing, as does a",
      "change of the file."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped as asked",
      "1:it could not start",
      "2:the configuration has problems",
      "74:the store failed; nothing was acknowledged since, start it again to recover"
    })
final class ServeCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(ServeCommand.class);
  private static final int EXIT_STORE_FAILED = 74;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-c", "--config"},
      required = true,
      paramLabel = "FILE",
      description = "The configuration.")
  private Path file = Path.of("strowger.yaml");

  @Override
  public Integer call() throws CommandFailure {
    SteadyClock clock = SteadyClock.system();
    ConfigFile configFile = new ConfigFile(file, clock);
    ConfigResult result = configFile.read();
    if (!(result instanceof ConfigResult.Loaded loaded)) {
      PrintWriter err = Out.errorsOf(spec);
      ConfigFile.print(result, err);
      return Main.EXIT_USAGE;
    }
    Logs.configure(loaded.config().log());
    loaded.warnings().forEach(warning -> log.warn("{}", warning));
    CountDownLatch stop = new CountDownLatch(1);
    AtomicInteger exitCode = new AtomicInteger();
    Reloader reloader;
    Gateway gateway;
    try {
      reloader =
          new Reloader(
              configFile,
              loaded,
              InstallationSecret.in(loaded.config().store().directory(), "accounts.key"));
      gateway =
          Gateway.start(
              loaded.config(),
              clock,
              reloader,
              failure -> {
                log.error("The store failed: nothing is acknowledged from here on", failure);
                exitCode.set(EXIT_STORE_FAILED);
                stop.countDown();
              });
    } catch (IOException e) {
      throw new CommandFailure("cannot start: " + e.getMessage(), e);
    }
    reloader.watch(gateway);
    Signals.on("TERM", stop::countDown);
    Signals.on("INT", stop::countDown);
    Signals.on("HUP", reloader::reload);
    log.info(
        "Strowger {} serves on port {} with {} carriers",
        loaded.config().node(),
        gateway.port(),
        loaded.config().carriers().size());
    await(stop);
    if (exitCode.get() != 0) {
      Logs.flush();
      // What is in memory is not known to be on disk: leave it, and recover from what is.
      Runtime.getRuntime().halt(exitCode.get());
    }
    log.info("Stopping");
    reloader.stop();
    gateway.stop();
    Logs.flush();
    return 0;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
