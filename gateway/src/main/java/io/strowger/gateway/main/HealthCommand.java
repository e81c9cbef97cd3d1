package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = "Shows how the carriers deliver what they take.")
final class HealthCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the carriers, and the operators behind them.")
  int list(
      @Mixin ApiOptions api,
      @Option(names = "--operators", description = "Operators too.") boolean operators)
      throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/health");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      Table table =
          new Table(
              "CARRIER",
              "OPERATOR",
              "STATE",
              "CAUSE",
              "SHARE",
              "SCORE",
              "SUCCESS",
              "KNOWN FROM",
              "HEDGED AT");
      for (JsonNode cell : answer.path("routes")) {
        if (operators || cell.path("operator").isNull()) {
          table.add(
              cell.path("carrier").asText(),
              cell.path("operator").isNull() ? "-" : cell.path("operator").asText(),
              cell.path("state").asText(),
              cell.path("cause").isNull() ? "-" : cell.path("cause").asText(),
              Math.round(100 * cell.path("share").asDouble()) + " %",
              cell.path("score").asText() + "/" + cell.path("threshold").asText(),
              Math.round(100 * cell.path("success").asDouble()) + " %",
              cell.path("messages").asText(),
              cell.path("hedge_ms").asLong() / 1_000 + " s");
        }
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }
}
