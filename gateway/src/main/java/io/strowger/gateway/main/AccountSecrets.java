package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Adds and removes secrets of one kind, of which an account may have several. */
abstract sealed class AccountSecrets permits AccountKeyCommand, AccountPasswordCommand {
  private final String kind;
  @Spec private @Nullable CommandSpec spec;

  /**
   * @param kind the collection of an account's calls
   */
  AccountSecrets(String kind) {
    this.kind = kind;
  }

  private String path(String id) {
    return AccountCommand.path(id) + "/" + kind;
  }

  @Command(
      name = "add",
      mixinStandardHelpOptions = true,
      description = "Makes one more, valid at once, and prints it: it is shown this once.")
  int add(@Mixin ApiOptions api, @Parameters(paramLabel = "ACCOUNT") String id)
      throws CommandFailure {
    JsonNode answer = api.client().post(path(id));
    PrintWriter out = Out.of(spec);
    out.println(api.json() ? answer.toPrettyString() : answer.path("secret").asText());
    out.flush();
    return 0;
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = "Takes one out of force.")
  int remove(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ACCOUNT") String id,
      @Parameters(
              paramLabel = "HASH",
              description = "How its SHA-256 begins, as account show tells it.")
          String hash)
      throws CommandFailure {
    JsonNode answer = api.client().delete(path(id) + "/" + ApiClient.segment(hash));
    PrintWriter out = Out.of(spec);
    out.println(api.json() ? answer.toPrettyString() : hash + " is out of force");
    out.flush();
    return 0;
  }
}
