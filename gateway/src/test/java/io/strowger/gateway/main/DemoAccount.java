package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Adds to the demo's configuration what a test wants of its account. */
final class DemoAccount {
  private DemoAccount() {}

  /**
   * @param keys keys of the account, one a line, as they stand in the configuration
   * @return the configuration file's text with them, which is not written yet
   */
  static String with(Path config, String apiKey, String keys) throws IOException {
    String yaml = Files.readString(config);
    String key = "    api-key: " + apiKey + "\n";
    assertTrue(yaml.contains(key), yaml);
    return yaml.replace(key, key + keys.indent(4));
  }
}
