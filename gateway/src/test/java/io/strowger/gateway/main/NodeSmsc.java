package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A carrier's SMSC played by the Node.js library smpp; see peers/smsc.js. */
final class NodeSmsc implements AutoCloseable {
  private final Process process;
  private final int port;
  private final List<JsonNode> events = Collections.synchronizedList(new ArrayList<>());

  private NodeSmsc(Process process, BufferedReader lines) throws IOException {
    this.process = process;
    this.port = ApiClient.JSON.readTree(lines.readLine()).path("port").asInt();
    Thread.ofPlatform().daemon().start(() -> read(lines));
  }

  /** Where the peer is installed, empty when {@code npm ci} was not run there. */
  static Optional<Path> installed() {
    return Stream.of(Path.of("src/test/peers"), Path.of("gateway/src/test/peers"))
        .filter(folder -> Files.isDirectory(folder.resolve("node_modules/smpp")))
        .findFirst();
  }

  static NodeSmsc start(Path peers, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of("node", "smsc.js"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command)
            .directory(peers.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new NodeSmsc(process, process.inputReader(StandardCharsets.UTF_8));
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        events.add(ApiClient.JSON.readTree(line));
      }
    } catch (IOException e) {
      if (process.isAlive()) {
        throw new UncheckedIOException(e);
      }
    }
  }

  int port() {
    return port;
  }

  /** What it took for this number, in order. */
  List<JsonNode> submits(String digits) {
    synchronized (events) {
      return events.stream()
          .filter(event -> event.path("event").asText().equals("submit"))
          .filter(event -> event.path("destination").asText().equals(digits))
          .toList();
    }
  }

  long count(String event) {
    synchronized (events) {
      return events.stream().filter(e -> e.path("event").asText().equals(event)).count();
    }
  }

  @Override
  public void close() {
    process.destroy();
  }
}
