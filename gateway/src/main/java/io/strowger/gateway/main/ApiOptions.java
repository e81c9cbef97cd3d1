package io.strowger.gateway.main;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the client commands find the gateway and prove who they are. */
final class ApiOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "${env:STROWGER_URL:-http://127.0.0.1:8080}",
      description = "The gateway (STROWGER_URL; default ${DEFAULT-VALUE}).")
  private URI url = URI.create("http://127.0.0.1:8080");

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "File that holds the API key. Without it: STROWGER_API_KEY.")
  private @Nullable Path keyFile;

  @Option(names = "--json", description = "Print the answer as JSON, for scripts.")
  private boolean json;

  boolean json() {
    return json;
  }

  ApiClient client() throws CommandFailure {
    return new ApiClient(url, key());
  }

  private String key() throws CommandFailure {
    if (keyFile != null) {
      try {
        return Files.readString(keyFile).strip();
      } catch (IOException e) {
        throw new CommandFailure("cannot read the API key from " + keyFile, e);
      }
    }
    String key = System.getenv("STROWGER_API_KEY");
    if (key == null || key.isBlank()) {
      throw new CommandFailure(
          "no API key: set STROWGER_API_KEY, or name its file with --api-key-file");
    }
    return key.strip();
  }
}
