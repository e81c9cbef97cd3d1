package io.strowger.gateway.main.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a process has used so far, from Linux's /proc: CPU time in microseconds at a resolution of
 * 10 ms, by thread name too (threads whose names differ only in a number are one).
 */
record ProcessUsage(long cpuMicros, Map<String, Long> threadMicros, long peakMemoryKib) {
  /** USER_HZ, which is 100 on every Linux that runs here. */
  private static final long MICROS_PER_TICK = 10_000;

  private static final int UTIME_FIELD = 11;

  static ProcessUsage of(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try {
      Map<String, Long> threads = new TreeMap<>();
      try (DirectoryStream<Path> tasks = Files.newDirectoryStream(process.resolve("task"))) {
        for (Path task : tasks) {
          addThread(threads, task);
        }
      }
      return new ProcessUsage(
          micros(Files.readString(process.resolve("stat"))), threads, peakMemory(process));
    } catch (IOException e) {
      throw new BenchException("cannot read " + process + ": is this Linux?", e);
    }
  }

  private static void addThread(Map<String, Long> threads, Path task) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      threads.merge(name.replaceAll("([-#_ ]*\\d+)+$", ""), micros(stat), Long::sum);
    } catch (IOException endedMeanwhile) {
      // A thread may end between the listing and the reading; its time stays in the process's sum.
    }
  }

  /** The sum of utime and stime (proc(5)); the name before them may hold blanks and brackets. */
  static long micros(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", UTIME_FIELD + 3);
    return (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[UTIME_FIELD + 1]))
        * MICROS_PER_TICK;
  }

  private static long peakMemory(Path process) throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    return 0;
  }

  /** What was used since an earlier reading of the same process. */
  ProcessUsage since(ProcessUsage before) {
    Map<String, Long> threads = new LinkedHashMap<>();
    threadMicros.entrySet().stream()
        .map(e ->
            Map.entry(e.getKey(), e.getValue() - before.threadMicros.getOrDefault(e.getKey(), 0L)))
        .filter(e -> e.getValue() > 0)
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(e -> threads.put(e.getKey(), e.getValue()));
    return new ProcessUsage(cpuMicros - before.cpuMicros, threads, peakMemoryKib);
  }
}
