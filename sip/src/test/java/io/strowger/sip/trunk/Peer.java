package io.strowger.sip.trunk;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A program of others that we call, and what it says about the call. */
final class Peer implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final Path errors;
  private final int port;

  private Peer(Process process, Path log, Path errors, int port) {
    this.process = process;
    this.log = log;
    this.errors = errors;
    this.port = port;
  }

  static void needs(String program, String debianPackage) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":", -1)) {
      if (Files.isExecutable(Path.of(folder).resolve(program))) {
        return;
      }
    }
    Assumptions.abort("MISSING: " + program + "; install the Debian package " + debianPackage);
  }

  /** Free for UDP and TCP a moment ago. */
  static int freePort() throws IOException {
    IOException taken = new IOException("no free port");
    for (int i = 0; i < 50; i++) {
      try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          DatagramSocket udp =
              new DatagramSocket(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()))) {
        return udp.getLocalPort();
      } catch (IOException e) {
        taken = e;
      }
    }
    throw taken;
  }

  static Path resource(String name) {
    Path here = Path.of("src/test/resources", name);
    return (Files.exists(here) ? here : Path.of("sip/src/test/resources", name)).toAbsolutePath();
  }

  /** One call answered as the scenario says. */
  static Peer sipp(Path folder, String scenario, String... more) throws IOException {
    needs("sipp", "sip-tester");
    int port = freePort();
    int media = freePort();
    Path errors = folder.resolve(scenario + "-" + port + ".errors");
    List<String> command =
        new ArrayList<>(
            List.of(
                "sipp",
                "-sf",
                resource("sipp/" + scenario + ".xml").toString(),
                "-i",
                "127.0.0.1",
                "-mi",
                "127.0.0.1",
                "-p",
                "" + port,
                "-mp",
                "" + media,
                "-m",
                "1",
                "-nostdin",
                "-timeout",
                "60s",
                "-timeout_error",
                "-trace_err",
                "-error_file",
                errors.toString()));
    command.addAll(List.of(more));
    return start(folder, scenario, port, errors, command);
  }

  static Peer start(Path folder, String name, int port, Path errors, List<String> command)
      throws IOException {
    Path log = folder.resolve(name + "-" + port + ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    return new Peer(process, log, errors, port);
  }

  int port() {
    return port;
  }

  boolean alive() {
    return process.isAlive();
  }

  /** Waits until it ends. */
  int exit(int seconds) throws InterruptedException {
    return process.waitFor(seconds, TimeUnit.SECONDS) ? process.exitValue() : -1;
  }

  /** The end of what it has written. */
  String words() {
    try {
      String text = Files.exists(errors) ? Files.readString(errors) : "";
      String out = Files.readString(log);
      return text + "\n" + out.substring(Math.max(0, out.length() - 2_500));
    } catch (IOException e) {
      return e.toString();
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        var _ = process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
