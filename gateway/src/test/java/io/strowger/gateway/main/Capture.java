package io.strowger.gateway.main;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** What passed on some ports of the loopback interface, read by Wireshark's own dissector. */
final class Capture implements AutoCloseable {
  private final Process dumpcap;
  private final Path file;
  private final List<Integer> ports;

  private Capture(Process dumpcap, Path file, List<Integer> ports) {
    this.dumpcap = dumpcap;
    this.file = file;
    this.ports = ports;
  }

  static Capture start(Path folder, List<Integer> ports) throws IOException {
    Path file = folder.resolve("smpp.pcapng");
    Path log = folder.resolve("dumpcap.log");
    String filter =
        ports.stream()
            .map(port -> "tcp port " + port)
            .reduce((a, b) -> a + " or " + b)
            .orElseThrow();
    Process dumpcap =
        new ProcessBuilder("dumpcap", "-q", "-i", "lo", "-f", filter, "-w", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> Files.exists(file) || !dumpcap.isAlive());
    if (!dumpcap.isAlive()) {
      throw new IOException("dumpcap: " + Files.readString(log));
    }
    return new Capture(dumpcap, file, ports);
  }

  /** Ends the capture; reading follows. */
  void stop() throws IOException, InterruptedException {
    // The kernel hands over frames up to a quarter of a second late, and a busy machine later.
    Thread.sleep(1_000);
    // dumpcap writes what it has on SIGINT alone.
    new ProcessBuilder("kill", "-INT", Long.toString(dumpcap.pid())).start().waitFor();
    dumpcap.waitFor(10, TimeUnit.SECONDS);
  }

  /** The frames that match a display filter, with these fields, a line each. */
  List<String> frames(String displayFilter, String... fields)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    for (int port : ports) {
      command.addAll(List.of("-d", "tcp.port==" + port + ",smpp"));
    }
    command.addAll(List.of("-Y", displayFilter, "-T", "fields"));
    for (String field : fields) {
      command.addAll(List.of("-e", field));
    }
    Process tshark =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    List<String> lines =
        new String(tshark.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    tshark.waitFor();
    return lines;
  }

  @Override
  public void close() {
    dumpcap.destroy();
  }
}
