package io.strowger.smpp.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.PduCodec;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.server.AccountTerms;
import io.strowger.smpp.server.BindDecision;
import io.strowger.smpp.server.BindRequest;
import io.strowger.smpp.server.DeliveryOutcome;
import io.strowger.smpp.server.EsmeTimers;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.server.ServerApplication;
import io.strowger.smpp.server.ServerSettings;
import io.strowger.smpp.server.ServerSettings.Listener;
import io.strowger.smpp.server.SmppServer;
import io.strowger.smpp.text.DataCoding;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * submit_sm per second over loopback, clients in the same process, with an application that answers
 * at once from another thread, as a store would. Run with {@code main}; prints a line for each
 * round.
 */
public final class ServerBench {
  private static final int SESSIONS = 4;
  private static final int WINDOW = 100;
  private static final int ROUNDS = 5;
  private static final int MESSAGES = 200_000;
  private static final Address NOBODY = Address.EMPTY;

  private static final ShortMessage MESSAGE =
      new ShortMessage(
          "",
          new Address(5, 0, "Bank"),
          new Address(1, 1, "393331234567"),
          0,
          0,
          0,
          "",
          "000000000130000R",
          1,
          0,
          0,
          0,
          "Your code is 123456".getBytes(StandardCharsets.US_ASCII),
          List.of());

  private ServerBench() {}

  public static void main(String[] args) throws Exception {
    EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    try (ExecutorService store = Executors.newSingleThreadExecutor();
        ExecutorService clients = Executors.newFixedThreadPool(SESSIONS)) {
      AtOnce application = new AtOnce(store);
      ServerSettings settings =
          new ServerSettings(
              "strowger",
              List.of(
                  new Listener(
                      "bench", new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null)),
              ServerSettings.Limits.DEFAULT,
              EsmeTimers.DEFAULT);
      SmppServer server =
          SmppServer.start(
              new SmppRuntime(group, blocking, System::currentTimeMillis, new Random(1)),
              settings,
              application);
      application.server = server;
      for (int round = 0; round < ROUNDS; round++) {
        long start = System.nanoTime();
        List<Future<Boolean>> running = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
          running.add(
              clients.submit(() -> {
                run(server.addresses().getFirst());
                return true;
              }));
        }
        for (Future<Boolean> client : running) {
          if (!client.get()) {
            throw new IllegalStateException("a client gave up");
          }
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
            Locale.ROOT, "round %d: %,.0f submit_sm/s%n", round, SESSIONS * MESSAGES / seconds);
      }
      var _ = server.stop().toCompletableFuture().join();
    } finally {
      var _ = group.shutdownGracefully().syncUninterruptibly();
      blocking.close();
    }
  }

  private static void run(InetSocketAddress address) throws IOException {
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setTcpNoDelay(true);
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
      OutputStream out = socket.getOutputStream();
      out.write(octets(new Pdu.Bind(1, BindType.TRANSMITTER, "esme", "", "", 0x34, NOBODY)));
      skip(in);
      byte[] submit = octets(new Pdu.SubmitSm(2, MESSAGE));
      byte[] window = new byte[WINDOW * submit.length];
      for (int i = 0; i < WINDOW; i++) {
        System.arraycopy(submit, 0, window, i * submit.length, submit.length);
      }
      int answered = 0;
      int sent = WINDOW;
      out.write(window);
      while (answered < MESSAGES) {
        int came = 0;
        do {
          skip(in);
          came++;
        } while (in.available() > 0);
        answered += came;
        int more = Math.min(came, MESSAGES - sent);
        out.write(window, 0, more * submit.length);
        sent += more;
      }
    }
  }

  private static void skip(DataInputStream in) throws IOException {
    in.skipNBytes(in.readInt() - Integer.BYTES);
  }

  private static byte[] octets(Pdu pdu) {
    ByteBuf out = Unpooled.buffer();
    PduCodec.encode(pdu, out);
    return ByteBufUtil.getBytes(out);
  }

  /** Accepts everybody and everything. */
  private static final class AtOnce implements ServerApplication {
    private final ExecutorService store;
    private long lastId;
    volatile @Nullable SmppServer server;

    AtOnce(ExecutorService store) {
      this.store = store;
    }

    @Override
    public BindDecision bind(BindRequest request) {
      return new BindDecision.Accepted(
          new AccountTerms("esme", SESSIONS, WINDOW, 0, 10, DataCoding.GSM_7BIT));
    }

    @Override
    public void requests(List<Inbound> batch) {
      store.execute(() -> {
        List<Response> responses = new ArrayList<>(batch.size());
        for (Inbound request : batch) {
          String id = Long.toString(++lastId);
          request.requests().forEach(ref -> responses.add(new Response.Accepted(ref, id)));
        }
        SmppServer answering = server;
        if (answering != null) {
          answering.respond(responses);
        }
      });
    }

    @Override
    public void outcomes(List<DeliveryOutcome> batch) {}
  }
}
