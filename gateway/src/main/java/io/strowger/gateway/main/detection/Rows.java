package io.strowger.gateway.main.detection;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Rows of Markdown tables, found side by side and printed in order, each as soon as it is known.
 */
final class Rows {
  private final PrintWriter out;
  private final int threads;

  Rows(PrintWriter out, int threads) {
    this.out = out;
    this.threads = threads;
  }

  void row(String... cells) {
    out.println("| " + String.join(" | ", cells) + " |");
    out.flush();
  }

  void head(String title, String... cells) {
    out.println();
    out.println("## " + title);
    out.println();
    row(cells);
    row(Arrays.stream(cells).map(_ -> "---").toArray(String[]::new));
  }

  /** One row of each. */
  <T> void print(List<T> tasks, Function<T, String[]> cells) {
    try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
      List<Future<String[]>> found =
          tasks.stream().map(task -> workers.submit(() -> cells.apply(task))).toList();
      try {
        for (Future<String[]> next : found) {
          row(next.get());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        workers.shutdownNow();
      } catch (ExecutionException e) {
        workers.shutdownNow();
        throw new IllegalStateException("A row could not be made", e.getCause());
      }
    }
  }

  static String plain(double rate) {
    return rate < 1 ? String.valueOf(rate) : String.valueOf(Math.round(rate));
  }

  static String two(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }
}
