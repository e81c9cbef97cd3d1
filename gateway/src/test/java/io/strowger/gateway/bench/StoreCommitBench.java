package io.strowger.gateway.bench;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.store.SqliteStore;
import io.strowger.gateway.store.StoreSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What a message costs the store: commits that each open, update and close so many messages, as a
 * dispatcher under load makes them.
 *
 * <p>Arguments: directory (kept, so that a second run has the first one's history), messages,
 * messages a commit, microseconds between commits.
 */
public final class StoreCommitBench {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final RouteChoice CHOICE =
      new RouteChoice("alpha", Channel.SMS, "+39", RouteChoice.Reason.WEIGHTED_SHARE, null);

  private static final int READS = Integer.getInteger("reads", 30);

  private StoreCommitBench() {}

  public static void main(String[] args) throws Exception {
    Path directory = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("store-bench");
    int messages = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
    int batch = args.length > 2 ? Integer.parseInt(args[2]) : 50;
    int gapMicros = args.length > 3 ? Integer.parseInt(args[3]) : 0;
    AtomicLong historyThread = new AtomicLong();
    try (ExecutorService background =
        Executors.newSingleThreadExecutor(task -> {
          Thread thread = new Thread(task, "history");
          historyThread.set(thread.threadId());
          return thread;
        })) {
      long opening = System.nanoTime();
      SqliteStore store =
          SqliteStore.open(
              StoreSettings.in(directory), System::currentTimeMillis, System::nanoTime, background);
      var recovered = store.recover();
      System.out.printf(
          Locale.ROOT,
          "recovered %d open, %d recent in %d ms%n",
          recovered.open().size(),
          recovered.recent().size(),
          (System.nanoTime() - opening) / 1_000_000);
      long first = Math.max(recovered.lastOrder() + 1, System.currentTimeMillis() << 22);
      run(store, first, messages / 5, batch, gapMicros, historyThread, "warm-up");
      run(store, first + messages, messages, batch, gapMicros, historyThread, "measured");
      readers(store, first + messages, messages);
      store.close();
    }
  }

  private static void run(
      SqliteStore store,
      long firstOrder,
      int messages,
      int batch,
      int gapMicros,
      AtomicLong historyThread,
      String title)
      throws Exception {
    Histogram latency = new Histogram(60_000_000_000L, 3);
    long cpu = THREADS.getCurrentThreadCpuTime();
    long historyCpu = cpuOf(historyThread);
    long building = 0;
    long began = System.nanoTime();
    List<Message> opened = List.of();
    List<Message> sent = List.of();
    for (int n = 0; n < messages + 2 * batch; n += batch) {
      long building0 = THREADS.getCurrentThreadCpuTime();
      List<StoreChange> changes = new ArrayList<>(3 * batch);
      for (Message message : sent) {
        changes.add(new StoreChange.Closed(delivered(message)));
      }
      List<Message> nextSent = new ArrayList<>(batch);
      for (Message message : opened) {
        Message now = sent(message);
        nextSent.add(now);
        changes.add(new StoreChange.Updated(now));
      }
      List<Message> nextOpened = new ArrayList<>(batch);
      for (int i = 0; i < batch && n < messages; i++) {
        Message now = opened(firstOrder + n + i, n + i);
        nextOpened.add(now);
        changes.add(new StoreChange.Opened(now));
      }
      opened = nextOpened;
      sent = nextSent;
      building += THREADS.getCurrentThreadCpuTime() - building0;
      long start = System.nanoTime();
      commit(store, changes);
      latency.recordValue(System.nanoTime() - start);
      if (gapMicros > 0) {
        LockSupport.parkNanos(gapMicros * 1_000L);
      }
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    cpu = THREADS.getCurrentThreadCpuTime() - cpu - building;
    historyCpu = cpuOf(historyThread) - historyCpu;
    long perWritten = Math.max(1, messages);
    System.out.printf(
        Locale.ROOT,
        "%s: %d messages, %.0f/s; µs CPU a message: commit thread %.2f, history thread %.2f; commit"
            + " ms p50 %.2f p99 %.2f p99.9 %.2f max %.2f; %s%n",
        title,
        messages,
        messages / seconds,
        cpu / 1e3 / messages,
        historyCpu / 1e3 / perWritten,
        latency.getValueAtPercentile(50) / 1e6,
        latency.getValueAtPercentile(99) / 1e6,
        latency.getValueAtPercentile(99.9) / 1e6,
        latency.getMaxValue() / 1e6,
        store.statistics());
  }

  private static long cpuOf(AtomicLong thread) {
    return thread.get() == 0 ? 0 : THREADS.getThreadCpuTime(thread.get());
  }

  private static void commit(SqliteStore store, List<StoreChange> changes) throws Exception {
    while (true) {
      try {
        store.commit(changes);
        return;
      } catch (io.strowger.gateway.delivery.MessageStore.StoreFullException e) {
        LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
      }
    }
  }

  private static void readers(SqliteStore store, long first, int messages) {
    while (store.statistics().historyPending() > 0) {
      store.housekeep();
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    for (String what : List.of("find", "by number", "by account", "failed ones")) {
      Histogram latency = new Histogram(60_000_000_000L, 3);
      for (int i = 0; i < READS; i++) {
        long order = first + (long) i * messages / READS;
        long start = System.nanoTime();
        switch (what) {
          case "find" -> store.find(MessageId.of(order, order * 31));
          case "by number" ->
              store.search(new MessageQuery(null, number(i * 977), null, 0, null, 50));
          case "by account" -> store.search(new MessageQuery("bank", null, null, 0, null, 50));
          default -> store.search(new MessageQuery(null, null, "failed", 0, null, 50));
        }
        latency.recordValue(System.nanoTime() - start);
      }
      System.out.printf(
          Locale.ROOT,
          "%s: ms p50 %.3f p99 %.3f%n",
          what,
          latency.getValueAtPercentile(50) / 1e6,
          latency.getValueAtPercentile(99) / 1e6);
    }
  }

  private static String number(int n) {
    return "+39347" + (1_000_000 + n % 5_000_000);
  }

  private static Message opened(long order, int n) {
    long now = order >>> 22;
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(order, order * 31),
            "bank",
            new PhoneNumber(number(n)),
            new Secret("Your code for Example Bank is " + (100_000 + n % 900_000)),
            new Secret("" + (100_000 + n % 900_000)),
            null,
            null,
            "login-" + n,
            null,
            0x1234_5678_9abc_def0L + n,
            List.of(Channel.SMS),
            null,
            now,
            now + 120_000);
    Attempt attempt =
        new Attempt(1, CHOICE, 1, null, List.of(), 0, 0, new Verdict.Pending(), now, 0, 0);
    return new Message(spec, new MessageState.Attempting(1), List.of(attempt));
  }

  private static Message sent(Message message) {
    long now = message.spec().acceptedAtMillis();
    Attempt attempt =
        new Attempt(
            1,
            CHOICE,
            1,
            "alpha-1",
            List.of(Long.toHexString(message.id().order())),
            1,
            0,
            new Verdict.Taken(),
            now,
            now + 5,
            0);
    return new Message(
        message.spec(), new MessageState.AwaitingReceipt(1, now + 30_000), List.of(attempt));
  }

  private static Message delivered(Message message) {
    Attempt before = message.attempts().getFirst();
    Attempt attempt =
        new Attempt(
            1,
            CHOICE,
            1,
            before.link(),
            before.carrierIds(),
            1,
            1,
            new Verdict.Arrived(),
            before.startedAtMillis(),
            before.answeredAtMillis(),
            before.answeredAtMillis() + 900);
    return new Message(
        message.spec(),
        new MessageState.Delivered(before.answeredAtMillis() + 900),
        List.of(attempt));
  }
}
