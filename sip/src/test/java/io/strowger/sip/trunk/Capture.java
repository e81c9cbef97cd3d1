package io.strowger.sip.trunk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * What passed on the loopback interface while it ran, read by Wireshark's dissectors: SIP on the
 * named ports, RTP and RTCP where the session descriptions say so.
 */
final class Capture implements AutoCloseable {
  private final Process dumpcap;
  private final Path file;
  private final List<Integer> ports;

  private Capture(Process dumpcap, Path file, List<Integer> ports) {
    this.dumpcap = dumpcap;
    this.file = file;
    this.ports = ports;
  }

  /**
   * @param ports of SIP, UDP and TCP, at the far end
   */
  static Capture start(Path folder, Integer... ports) throws IOException {
    Peer.needs("tshark", "tshark");
    Path file = folder.resolve("sip.pcapng");
    Path log = folder.resolve("dumpcap.log");
    // All UDP: where the media goes is known only once it is agreed.
    StringBuilder filter = new StringBuilder("udp");
    for (int port : ports) {
      filter.append(" or tcp port ").append(port);
    }
    Process dumpcap =
        new ProcessBuilder("dumpcap", "-q", "-i", "lo", "-f", "" + filter, "-w", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> Files.exists(file) || !dumpcap.isAlive());
    if (!dumpcap.isAlive()) {
      throw new IOException("dumpcap: " + Files.readString(log));
    }
    return new Capture(dumpcap, file, List.of(ports));
  }

  /** Ends the capture once it holds such a frame: what was sent last is written a moment later. */
  void stopAfter(String displayFilter) throws IOException, InterruptedException {
    Awaitility.await()
        .atMost(20, TimeUnit.SECONDS)
        .until(() -> !frames(displayFilter, "frame.number").isEmpty());
    stop();
  }

  /** Ends the capture; reading follows. */
  void stop() throws IOException, InterruptedException {
    // dumpcap writes what it has on SIGINT alone.
    new ProcessBuilder("kill", "-INT", Long.toString(dumpcap.pid())).start().waitFor();
    dumpcap.waitFor(10, TimeUnit.SECONDS);
  }

  /** The frames that match a display filter, with these fields, a line each. */
  List<String> frames(String displayFilter, String... fields)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", file.toString()));
    for (int port : ports) {
      command.addAll(
          List.of("-d", "tcp.port==" + port + ",sip", "-d", "udp.port==" + port + ",sip"));
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

  /** What a dissector of these protocols calls malformed or an error, in either direction. */
  List<String> faults() throws IOException, InterruptedException {
    return frames(
        "(sip or sdp or rtp or rtcp or rtpevent) and (_ws.malformed or _ws.expert.severity =="
            + " 8388608)",
        "frame.number",
        "_ws.col.Protocol",
        "_ws.col.Info",
        "_ws.expert.message");
  }

  @Override
  public void close() {
    dumpcap.destroy();
  }
}
