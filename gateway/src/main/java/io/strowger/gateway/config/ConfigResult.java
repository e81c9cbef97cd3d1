package io.strowger.gateway.config;

import java.nio.file.Path;
import java.util.List;

/** What came of reading a configuration file. */
public sealed interface ConfigResult {

  /** Worth knowing, without effect on the outcome; in the order of the file. */
  List<ConfigProblem> warnings();

  /** What the file and everything it refers to held when it was read. */
  ConfigFingerprint fingerprint();

  /**
   * The file can come into force.
   *
   * @param fixed what of it cannot change while the gateway runs
   * @param accounts all, in the order of the files, as operators may see them
   */
  record Loaded(
      GatewayConfig config,
      List<FixedValue> fixed,
      List<ConfigProblem> warnings,
      ConfigFingerprint fingerprint,
      ConfigTexts texts,
      Path managedFile,
      List<AccountView> accounts)
      implements ConfigResult {}

  /**
   * The file cannot come into force.
   *
   * @param problems all of them, in the order of the file, at least one
   */
  record Invalid(
      List<ConfigProblem> problems, List<ConfigProblem> warnings, ConfigFingerprint fingerprint)
      implements ConfigResult {}
}
