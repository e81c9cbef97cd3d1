package io.strowger.gateway.main;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/** Kannel, bound to our SMPP door as its one SMSC. */
final class KannelEsme implements AutoCloseable {
  private final List<Process> processes;
  private final int port;
  private final HttpServer reports;
  private final AtomicInteger delivered;

  private KannelEsme(
      List<Process> processes, int port, HttpServer reports, AtomicInteger delivered) {
    this.processes = processes;
    this.port = port;
    this.reports = reports;
    this.delivered = delivered;
  }

  static KannelEsme start(Path folder, int smppPort, String systemId, String password)
      throws IOException {
    AtomicInteger delivered = new AtomicInteger();
    HttpServer reports =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    reports.createContext(
        "/dlr",
        exchange -> {
          if (exchange.getRequestURI().getQuery().contains("type=1")) {
            delivered.incrementAndGet();
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    reports.start();
    List<Integer> ports = freePorts(3);
    Path file =
        Files.writeString(
            folder.resolve("kannel.conf"),
            """
            group = core
            admin-port = %1$d
            admin-interface = 127.0.0.1
            admin-password = x
            smsbox-port = %2$d
            smsbox-interface = 127.0.0.1
            box-allow-ip = 127.0.0.1
            dlr-storage = internal

            group = smsc
            smsc = smpp
            smsc-id = strowger
            host = 127.0.0.1
            port = %4$d
            transceiver-mode = true
            smsc-username = %5$s
            smsc-password = %6$s
            system-type = ""
            dest-addr-ton = 1
            dest-addr-npi = 1

            group = smsbox
            bearerbox-host = 127.0.0.1
            sendsms-port = %3$d
            sendsms-interface = 127.0.0.1

            group = sms-service
            keyword = default
            text = "none"

            group = sendsms-user
            username = u
            password = p
            concatenation = true
            max-messages = 6
            """
                .formatted(ports.get(0), ports.get(1), ports.get(2), smppPort, systemId, password));
    List<Process> processes = new ArrayList<>();
    processes.add(start("bearerbox", file, folder));
    await(ports.get(1));
    processes.add(start("smsbox", file, folder));
    await(ports.get(2));
    return new KannelEsme(processes, ports.get(2), reports, delivered);
  }

  private static Process start(String program, Path file, Path folder) throws IOException {
    Path place = Path.of("/usr/sbin", program);
    return new ProcessBuilder(
            Files.isExecutable(place) ? place.toString() : program, "-v", "1", file.toString())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(program + ".log").toFile())
        .start();
  }

  private static List<Integer> freePorts(int count) throws IOException {
    List<ServerSocket> held = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
      held.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : held) {
      socket.close();
    }
    return ports;
  }

  private static void await(int port) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> {
          try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
          } catch (IOException notYet) {
            return false;
          }
        });
  }

  int port() {
    return port;
  }

  String reportsUrl() {
    return "http://127.0.0.1:" + reports.getAddress().getPort() + "/dlr?type=%d&id=%F";
  }

  /** Reports of type 1, delivered. */
  int delivered() {
    return delivered.get();
  }

  @Override
  public void close() {
    for (Process process : processes.reversed()) {
      process.destroy();
      if (process.onExit().completeOnTimeout(null, 10, TimeUnit.SECONDS).join() == null) {
        process.destroyForcibly();
      }
    }
    reports.stop(0);
  }
}
