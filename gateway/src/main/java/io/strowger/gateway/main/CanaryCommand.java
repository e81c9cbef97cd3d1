package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "canary",
    mixinStandardHelpOptions = true,
    description = "Shows the texts and calls to numbers of your own, and what came back.")
final class CanaryCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the numbers, and the carriers that were tried.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/canaries");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      out.print(numbers(answer));
      out.println();
      out.print(carriers(answer));
    }
    out.flush();
    return 0;
  }

  private static Table numbers(JsonNode answer) {
    Table table = new Table("ID", "NUMBER", "RETURNS BY", "STANDING", "MISSING", "LAST RETURNED");
    for (JsonNode number : answer.path("numbers")) {
      table.add(
          number.path("id").asText(),
          number.path("number").asText(),
          number.path("returns_by").asText(),
          number.path("standing").asText(),
          number.path("missing").asText(),
          number.path("returned").asText("-"));
    }
    return table;
  }

  private static Table carriers(JsonNode answer) {
    Table table =
        new Table(
            "CARRIER", "SENT", "RETURNED", "LOST", "UNPROVEN", "NOT TAKEN", "ROUND TRIP", "EVERY");
    for (JsonNode carrier : answer.path("carriers")) {
      table.add(
          carrier.path("carrier").asText(),
          carrier.path("sent").asText(),
          carrier.path("returned").asText(),
          carrier.path("lost").asText(),
          carrier.path("unproven").asText(),
          carrier.path("not_taken").asText(),
          carrier.path("round_trip_ms").isNull()
              ? "-"
              : carrier.path("round_trip_ms").asText() + " ms",
          carrier.path("interval_ms").asLong() / 1_000 + " s");
    }
    return table;
  }
}
