package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway under load whose disk fails: an fsync that says no, and no room. The faults are turned
 * on in the running process, with libfiu's preload library (Debian package fiu-utils).
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
final class DiskFaultIT {
  private static final String API_KEY = "disk-fault-key-0001";
  private static final int PER_SECOND = 200;
  private static final int FSYNC_FAILURES = Integer.getInteger("strowger.fsync.failures", 3);
  private static final int EXIT_STORE_FAILED = 74;
  private static final Path FIU_RUN = Path.of("/usr/bin/fiu-run");
  private static final Path FIU_CTRL = Path.of("/usr/bin/fiu-ctrl");

  @TempDir private Path home;

  private DemoSites sites;
  private ApiReader api;
  private SteadyTraffic traffic;
  private Path config;

  @BeforeEach
  void carriers_and_clients() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    URI url = URI.create("http://127.0.0.1:" + port);
    sites = new DemoSites(new WallMicros());
    api = new ApiReader(url, API_KEY);
    traffic = new SteadyTraffic(url, API_KEY);
    config = DemoConfig.write(home, sites, port, API_KEY);
  }

  @AfterEach
  void end() {
    traffic.close();
    api.close();
    sites.close();
  }

  @Test
  void after_a_failed_fsync_it_ends_with_74_and_what_was_acknowledged_is_there() throws Exception {
    requireFiu();
    traffic.start(PER_SECOND);
    List<Instant> ends = new ArrayList<>();
    for (int i = 0; i < FSYNC_FAILURES; i++) {
      try (GatewayProcess gateway = GatewayProcess.start(config, api, fiuRun())) {
        gateway.awaitReady();
        traffic.awaitAcknowledged(50);
        fiu(gateway, "enable_random name=posix/io/sync/fsync,probability=0.02,failinfo=5");
        assertTrue(gateway.endsWithin(120_000), "it goes on although fsync failed");
        ends.add(Instant.now());
        assertEquals(EXIT_STORE_FAILED, gateway.exitCode(), gateway::describe);
      }
    }
    try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
      gateway.awaitReady();
      traffic.stop();
      CrashAudit audit = CrashAudit.of(traffic.acknowledged(), api, sites, ends);
      System.out.println("fsync failure: ends-with-74=" + ends.size() + " " + audit.summary());
      audit.assertRight();
    }
  }

  @Test
  void without_room_to_write_it_says_503_and_goes_on_by_itself_when_there_is() throws Exception {
    requireFiu();
    try (GatewayProcess gateway = GatewayProcess.start(config, api, fiuRun())) {
      gateway.awaitReady();
      traffic.start(PER_SECOND);
      traffic.awaitAcknowledged(200);
      fiu(gateway, "enable name=posix/io/rw/pwrite,failinfo=28");
      passFullDisk(gateway, () -> fiu(gateway, "disable name=posix/io/rw/pwrite"), "ENOSPC");
    }
  }

  @Test
  void on_a_full_file_system_it_says_503_and_goes_on_by_itself_when_there_is_room()
      throws Exception {
    Path data = Files.createDirectories(home.resolve("data"));
    assumeTrue(
        mounts(data), "no file system to fill: mounting a tmpfs needs root, and did not work here");
    try {
      try (GatewayProcess gateway = GatewayProcess.start(config, api, List.of())) {
        gateway.awaitReady();
        traffic.start(PER_SECOND);
        traffic.awaitAcknowledged(200);
        Path ballast = data.resolve("ballast");
        fill(ballast);
        passFullDisk(gateway, () -> Files.delete(ballast), "full file system");
      }
    } finally {
      run("umount", "--lazy", data.toString());
    }
  }

  private interface Relief {
    void relieve() throws Exception;
  }

  private void passFullDisk(GatewayProcess gateway, Relief relief, String what) throws Exception {
    awaitRefused(gateway, 100);
    int acknowledged = traffic.acknowledged().size();
    awaitRefused(gateway, 100);
    int during = traffic.acknowledged().size() - acknowledged;
    relief.relieve();
    traffic.awaitAcknowledged(200);
    assertFalse(gateway.endsWithin(1), gateway::describe);
    traffic.stop();
    CrashAudit audit = CrashAudit.of(traffic.acknowledged(), api, sites, List.of());
    System.out.printf(
        "%s: 503=%d acknowledged-meanwhile=%d %s%n",
        what, traffic.unavailable(), during, audit.summary());
    audit.assertRight();
    assertEquals(0, during, "acknowledged although nothing could be written");
    assertEquals(0, traffic.withoutRetryAfter(), "503 without Retry-After");
    assertEquals(0, traffic.unexpected(), "answers that are neither 202 nor 503");
  }

  private void awaitRefused(GatewayProcess gateway, int more) {
    int before = traffic.unavailable();
    Awaitility.await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> {
          assertFalse(gateway.endsWithin(1), gateway::describe);
          return traffic.unavailable() >= before + more;
        });
  }

  private static void requireFiu() {
    assumeTrue(
        Files.isExecutable(FIU_RUN) && Files.isExecutable(FIU_CTRL),
        FIU_RUN + " or " + FIU_CTRL + " is missing: install the package fiu-utils");
  }

  private List<String> fiuRun() {
    return List.of(FIU_RUN.toString(), "-x", "-f", home.resolve("fiu").toString());
  }

  private void fiu(GatewayProcess gateway, String command) throws Exception {
    String pipes = home.resolve("fiu").toString();
    int code = run(FIU_CTRL.toString(), "-f", pipes, "-c", command, Long.toString(gateway.pid()));
    assertEquals(0, code, command);
  }

  private static boolean mounts(Path directory) throws Exception {
    return run("mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", directory.toString()) == 0;
  }

  /** Writes until there is no room for one more octet. */
  private static void fill(Path ballast) throws IOException {
    for (int octets = 1 << 16; octets > 0; octets /= 16) {
      try (OutputStream out =
          Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        byte[] zeros = new byte[octets];
        while (true) {
          out.write(zeros);
        }
      } catch (IOException full) {
        assertTrue(Files.size(ballast) > 0, full::toString);
      }
    }
  }

  /** The exit code; -1 when there is no such program. */
  private static int run(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException _) {
      return -1;
    }
  }
}
