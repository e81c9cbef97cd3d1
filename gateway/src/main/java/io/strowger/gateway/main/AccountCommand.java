package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = "Lists accounts; makes, changes and deletes those of the API.",
    subcommands = {AccountKeyCommand.class, AccountPasswordCommand.class})
final class AccountCommand {
  static final String PATH = "/v1/admin/accounts";

  @Spec private @Nullable CommandSpec spec;

  /** Where an account's calls are. */
  static String path(String id) {
    return PATH + "/" + ApiClient.segment(id);
  }

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the accounts.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    ApiClient client = api.client();
    Table table = new Table("ACCOUNT", "MANAGED BY", "ADMIN", "API KEYS", "SMPP PASSWORDS");
    PrintWriter out = Out.of(spec);
    String cursor = "";
    do {
      String from = cursor.isEmpty() ? "" : "&cursor=" + ApiClient.segment(cursor);
      JsonNode page = client.get(PATH + "?limit=1000" + from);
      for (JsonNode account : page.path("accounts")) {
        if (api.json()) {
          out.println(account.toString());
        }
        table.add(
            account.path("id").asText(),
            account.path("managed_by").asText(),
            account.path("admin").asBoolean() ? "yes" : "no",
            Integer.toString(account.path("api_keys").size()),
            Integer.toString(account.path("smpp_passwords").size()));
      }
      cursor = page.path("next_cursor").isTextual() ? page.path("next_cursor").asText() : "";
    } while (!cursor.isEmpty());
    if (!api.json()) {
      out.print(table);
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows an account, with every default and without its secrets.")
  int show(@Mixin ApiOptions api, @Parameters(paramLabel = "ACCOUNT") String id)
      throws CommandFailure {
    return print(api.client().get(path(id)));
  }

  @Command(
      name = "create",
      mixinStandardHelpOptions = true,
      description = "Makes an account. Give it a key afterwards: account key add.")
  int create(
      @Mixin ApiOptions api,
      @Parameters(index = "0", paramLabel = "ACCOUNT") String id,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "KEY=VALUE",
              description = "Settings, such as ttl=2m or limits.per-second=5.")
          @Nullable List<String> assignments,
      @Option(names = "--file", paramLabel = "FILE", description = "Settings as JSON.")
          @Nullable Path file,
      @Option(names = "--dry-run", description = "Only tell what would come of it.") boolean dryRun)
      throws CommandFailure, UsageFailure {
    ObjectNode settings = AccountSettings.of(file, given(assignments));
    settings.put("id", id);
    return print(api.client().post(PATH + dry(dryRun), settings));
  }

  @Command(
      name = "set",
      mixinStandardHelpOptions = true,
      description = "Changes settings of an account; KEY=null takes one away.")
  int set(
      @Mixin ApiOptions api,
      @Parameters(index = "0", paramLabel = "ACCOUNT") String id,
      @Parameters(
              index = "1..*",
              arity = "0..*",
              paramLabel = "KEY=VALUE",
              description = "Settings, such as ttl=2m or limits.per-second=5.")
          @Nullable List<String> assignments,
      @Option(names = "--file", paramLabel = "FILE", description = "A merge patch as JSON.")
          @Nullable Path file,
      @Option(
              names = "--if-match",
              paramLabel = "ETAG",
              description = "Only if the account is still as it was shown.")
          @Nullable String ifMatch,
      @Option(names = "--dry-run", description = "Only tell what would come of it.") boolean dryRun)
      throws CommandFailure, UsageFailure {
    ObjectNode patch = AccountSettings.of(file, given(assignments));
    if (patch.isEmpty()) {
      throw new UsageFailure("nothing to set: give KEY=VALUE or --file");
    }
    String[] headers = ifMatch == null ? new String[0] : new String[] {"If-Match", ifMatch};
    return print(api.client().patch(path(id) + dry(dryRun), patch, headers));
  }

  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes an account; its messages go on.")
  int delete(@Mixin ApiOptions api, @Parameters(paramLabel = "ACCOUNT") String id)
      throws CommandFailure {
    JsonNode answer = api.client().delete(path(id));
    PrintWriter out = Out.of(spec);
    out.println(api.json() ? answer.toPrettyString() : id + " is deleted");
    out.flush();
    return 0;
  }

  private static List<String> given(@Nullable List<String> assignments) {
    return assignments == null ? List.of() : assignments;
  }

  private static String dry(boolean dryRun) {
    return dryRun ? "?dry_run=true" : "";
  }

  private int print(JsonNode account) {
    PrintWriter out = Out.of(spec);
    out.println(account.toPrettyString());
    out.flush();
    return 0;
  }
}
