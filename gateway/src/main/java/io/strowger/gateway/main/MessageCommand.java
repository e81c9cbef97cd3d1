package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "message",
    mixinStandardHelpOptions = true,
    description = "Looks at messages and cancels them.")
final class MessageCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows a message with every attempt, and why each route was chosen.")
  int show(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ID", description = "The message's id.") String id)
      throws CommandFailure {
    MessageText.print(Out.of(spec), api.client().get("/v1/messages/" + encode(id)), api.json());
    return 0;
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists messages, newest first.")
  int list(
      @Mixin ApiOptions api,
      @Option(names = "--to", paramLabel = "NUMBER", description = "Only to this number.")
          @Nullable String to,
      @Option(names = "--state", paramLabel = "STATE", description = "Only in this state.")
          @Nullable String state,
      @Option(names = "--since", paramLabel = "TIME", description = "RFC 3339, accepted since.")
          @Nullable String since)
      throws CommandFailure {
    StringBuilder query = new StringBuilder("/v1/messages?");
    add(query, "to", to);
    add(query, "state", state);
    add(query, "since", since);
    JsonNode page = api.client().get(query.toString());
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(page.toPrettyString());
    } else {
      Table table = new Table("ID", "STATE", "TO", "ACCEPTED", "FINAL", "ATTEMPTS");
      for (JsonNode message : page.path("messages")) {
        table.add(
            message.path("id").asText(),
            message.path("state").asText(),
            message.path("to").asText(),
            message.path("accepted_at").asText(),
            message.path("final_at").asText("-"),
            Integer.toString(message.path("attempts").size()));
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }

  private static void add(StringBuilder query, String name, @Nullable String value) {
    if (value != null) {
      query.append(name).append('=').append(encode(value)).append('&');
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
