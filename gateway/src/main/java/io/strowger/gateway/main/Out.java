package io.strowger.gateway.main;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** Where a command prints. */
final class Out {
  private Out() {}

  /**
   * @param spec injected by picocli before the command runs
   */
  static PrintWriter of(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("not run by the command line");
    }
    return spec.commandLine().getOut();
  }

  /** Where a command prints what is wrong. */
  static PrintWriter errorsOf(@Nullable CommandSpec spec) {
    if (spec == null) {
      throw new IllegalStateException("not run by the command line");
    }
    return spec.commandLine().getErr();
  }
}
