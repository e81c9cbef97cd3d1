package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway under load is killed with SIGKILL again and again, on one directory. {@code
 * -Dstrowger.crash.kills=N} kills more often, {@code -Dstrowger.crash.seed=N} at the same moments.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
final class CrashIT {
  private static final int PER_SECOND = 300;
  private static final int KILLS = Integer.getInteger("strowger.crash.kills", 30);
  private static final long SEED = Long.getLong("strowger.crash.seed", System.nanoTime());

  @TempDir private Path home;

  @Test
  void what_was_acknowledged_survives_kills_at_random_moments() throws Exception {
    System.out.println("crash: seed " + SEED + ", " + KILLS + " kills");
    SplittableRandom random = new SplittableRandom(SEED);
    long begun = System.nanoTime();
    int port = freePort();
    URI url = URI.create("http://127.0.0.1:" + port);
    List<Instant> kills = new ArrayList<>();
    int killsAtStart = 0;
    try (DemoSites sites = new DemoSites(new WallMicros());
        ApiReader api = new ApiReader(url, "crash-test-key-0001");
        SteadyTraffic traffic = new SteadyTraffic(url, "crash-test-key-0001")) {
      Path config = DemoConfig.write(home, sites, port, "crash-test-key-0001");
      traffic.start(PER_SECOND);
      while (kills.size() < KILLS) {
        try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
          if (random.nextInt(4) == 0) {
            // Half started: in the midst of its own recovery, when the moment is right.
            assertFalse(gateway.endsWithin(200 + random.nextInt(1_500)), gateway::describe);
            killsAtStart++;
          } else {
            gateway.awaitReady();
            traffic.awaitAcknowledged(1);
            assertFalse(gateway.endsWithin(300 + random.nextInt(1_700)), gateway::describe);
            kills.add(Instant.now());
          }
          gateway.kill();
        }
      }
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        traffic.stop();
        CrashAudit audit = CrashAudit.of(traffic.acknowledged(), api, sites, kills);
        System.out.printf(
            "crash: kills=%d kills-while-starting=%d sent=%d %s in %d s, seed %d%n",
            kills.size(),
            killsAtStart,
            traffic.sent(),
            audit.summary(),
            Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
            SEED);
        audit.assertRight();
        audit.assertReceiptsMatchedAcrossCrashes();
        assertEquals(0, traffic.unexpected(), "answers that are neither 202 nor 503");
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
