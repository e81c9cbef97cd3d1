package io.strowger.gateway.main.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;

/** A main class of ours in a process of its own that answers commands, a line for a line. */
final class PipedProcess implements AutoCloseable {
  private final ChildProcess process;
  private final BufferedReader output;
  private final Writer input;

  private PipedProcess(ChildProcess process) {
    this.process = process;
    output = process.output();
    input = process.input();
  }

  /** Starts it; its log is {@code <name>.log} in the directory. */
  static PipedProcess start(
      String name,
      Path directory,
      List<String> jvmOptions,
      Class<?> mainClass,
      List<String> arguments) {
    return new PipedProcess(
        ChildProcess.startPiped(
            name, directory, ChildProcess.java(jvmOptions, mainClass.getName(), arguments)));
  }

  ChildProcess process() {
    return process;
  }

  /** One command, and the first line of its answer. */
  String ask(String command) {
    try {
      input.write(command + "\n");
      input.flush();
    } catch (IOException e) {
      process.checkAlive();
      throw new BenchException(process.name() + " does not listen: " + e.getMessage(), e);
    }
    return readLine();
  }

  /** A further line. */
  String readLine() {
    try {
      String line = output.readLine();
      if (line == null) {
        throw new BenchException(process.name() + " ended:\n" + process.tail());
      }
      return line;
    } catch (IOException e) {
      throw new BenchException(process.name() + " does not answer: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    process.close();
  }
}
