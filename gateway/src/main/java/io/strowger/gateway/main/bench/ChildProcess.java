package io.strowger.gateway.main.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program under measurement: started here, logging to a file, and ended by its own pid. */
final class ChildProcess implements AutoCloseable {
  private static final Duration TERM_LIMIT = Duration.ofSeconds(20);
  private static final int TAIL_LINES = 12;

  private final String name;
  private final Process process;
  private final Path errorLog;
  private final Thread hook;

  private ChildProcess(String name, Process process, Path errorLog) {
    this.name = name;
    this.process = process;
    this.errorLog = errorLog;
    hook = new Thread(process::destroyForcibly, "kill " + name);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** A program whose output goes to {@code <name>.log} in the directory. */
  static ChildProcess start(String name, Path directory, List<String> command) {
    return start(name, directory, command, false);
  }

  /** A program that is talked to over its standard input and output. */
  static ChildProcess startPiped(String name, Path directory, List<String> command) {
    return start(name, directory, command, true);
  }

  private static ChildProcess start(
      String name, Path directory, List<String> command, boolean piped) {
    Path log = directory.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    if (piped) {
      builder.redirectError(log.toFile());
    } else {
      builder.redirectErrorStream(true).redirectOutput(log.toFile());
    }
    try {
      return new ChildProcess(name, builder.start(), log);
    } catch (IOException e) {
      throw new BenchException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  /** The command line of a main class of ours, on this JVM with its options and class path. */
  static List<String> java(List<String> jvmOptions, String mainClass, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    return command;
  }

  String name() {
    return name;
  }

  long pid() {
    return process.pid();
  }

  BufferedReader output() {
    return process.inputReader();
  }

  Writer input() {
    return process.outputWriter();
  }

  /**
   * @throws BenchException with the end of its log when the program is no longer there
   */
  void checkAlive() {
    if (!process.isAlive()) {
      throw new BenchException(
          name + " ended by itself with code " + process.exitValue() + ":\n" + tail());
    }
  }

  /** The last lines of its log. */
  String tail() {
    try {
      List<String> lines = Files.readAllLines(errorLog);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks it to end, and kills it when it does not within 20 s. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TERM_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor(TERM_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    forgetHook();
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // The hook itself is running then.
    }
  }
}
