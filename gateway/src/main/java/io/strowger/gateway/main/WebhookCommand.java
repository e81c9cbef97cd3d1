package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "webhook",
    mixinStandardHelpOptions = true,
    description = "Tells an account's webhook again what it has missed.")
final class WebhookCommand {
  private static final int PAGE = 500;

  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = "Owes an account word of its final messages once more.")
  int replay(
      @Mixin ApiOptions api,
      @Option(names = "--account", required = true, paramLabel = "ID", description = "Whose.")
          String account,
      @Option(
              names = "--since",
              required = true,
              paramLabel = "TIME",
              description = "RFC 3339; messages accepted since then.")
          String since,
      @Option(names = "--state", paramLabel = "STATE", description = "Only in this final state.")
          @Nullable String state,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "10000",
              description = "Stop when so many are owed again (default ${DEFAULT-VALUE}).")
          int limit)
      throws CommandFailure {
    ApiClient client = api.client();
    String cursor = "";
    long replayed = 0;
    do {
      JsonNode page = client.post(path(account, since, state, cursor));
      replayed += page.path("replayed").asLong();
      cursor = page.path("next_cursor").asText("");
    } while (!cursor.isEmpty() && !cursor.equals("null") && replayed < limit);
    boolean more = !cursor.isEmpty() && !cursor.equals("null");
    print(api.json(), replayed, more);
    return 0;
  }

  private void print(boolean json, long replayed, boolean more) {
    PrintWriter out = Out.of(spec);
    if (json) {
      ObjectNode answer = ApiClient.JSON.createObjectNode();
      answer.put("replayed", replayed).put("more", more);
      out.println(answer.toPrettyString());
    } else {
      out.println(
          replayed + " messages are told again" + (more ? "; older ones are left out" : ""));
    }
    out.flush();
  }

  private static String path(String account, String since, @Nullable String state, String cursor) {
    StringBuilder path =
        new StringBuilder("/v1/admin/accounts/").append(ApiClient.segment(account));
    path.append("/webhook:replay?limit=")
        .append(PAGE)
        .append("&since=")
        .append(ApiClient.segment(since));
    if (state != null) {
      path.append("&state=").append(ApiClient.segment(state));
    }
    if (!cursor.isEmpty()) {
      path.append("&cursor=").append(ApiClient.segment(cursor));
    }
    return path.toString();
  }
}
