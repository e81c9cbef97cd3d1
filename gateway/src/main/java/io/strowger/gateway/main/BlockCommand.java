package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "block",
    mixinStandardHelpOptions = true,
    description = "Lists the numbers that are blocked for pumping, and opens them again.")
final class BlockCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the blocks.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/blocks");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      Table table = new Table("ACCOUNT", "NUMBERS", "UNTIL", "TIMES");
      for (JsonNode block : answer.path("blocks")) {
        table.add(
            block.path("account").asText(),
            block.path("prefix").asText() + "x".repeat(block.path("hidden_digits").asInt()),
            block.path("until").asText(),
            block.path("repeats").asText());
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "lift",
      mixinStandardHelpOptions = true,
      description = "Opens blocked numbers, and keeps them open for a while.")
  int lift(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ACCOUNT") String account,
      @Parameters(paramLabel = "PREFIX", description = "As block list shows it, without the x.")
          String prefix,
      @Option(
              names = "--open-for",
              paramLabel = "DURATION",
              defaultValue = "60m",
              description = "Not blocked again so long (default ${DEFAULT-VALUE}).")
          String openFor)
      throws CommandFailure {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    body.put("account", account).put("prefix", prefix.replace("x", "")).put("open_for", openFor);
    JsonNode answer = api.client().post("/v1/admin/blocks:lift", body);
    PrintWriter out = Out.of(spec);
    out.println(
        api.json()
            ? answer.toPrettyString()
            : prefix + " is open until " + answer.path("open_until").asText());
    out.flush();
    return 0;
  }
}
