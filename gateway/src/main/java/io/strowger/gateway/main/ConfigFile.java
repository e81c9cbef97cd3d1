package io.strowger.gateway.main;

import io.strowger.gateway.config.ConfigLoader;
import io.strowger.gateway.config.ConfigResult;
import io.strowger.gateway.config.ConfigTexts;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** The configuration file of this process, read with this process's environment. */
final class ConfigFile {
  private final Path file;
  private final LongSupplier clockMillis;
  private final ConfigLoader loader = new ConfigLoader();

  ConfigFile(Path file, LongSupplier clockMillis) {
    this.file = file;
    this.clockMillis = clockMillis;
  }

  Path path() {
    return file;
  }

  ConfigResult read() {
    return loader.load(file, System.getenv(), clockMillis.getAsLong());
  }

  /** As if the files held these texts. */
  ConfigResult read(ConfigTexts texts) {
    return loader.load(file, texts, System.getenv(), clockMillis.getAsLong());
  }

  /** Every problem and warning, a line each. */
  static void print(ConfigResult result, PrintWriter out) {
    if (result instanceof ConfigResult.Invalid invalid) {
      invalid.problems().forEach(problem -> out.println("error: " + problem));
    }
    result.warnings().forEach(warning -> out.println("warning: " + warning));
    out.flush();
  }
}
