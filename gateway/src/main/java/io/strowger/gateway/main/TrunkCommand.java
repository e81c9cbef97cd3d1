package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "trunk",
    mixinStandardHelpOptions = true,
    description = "Looks at the trunks of the carriers that call.")
final class TrunkCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the trunks.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/trunks");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      out.print(table(answer));
    }
    out.flush();
    return 0;
  }

  static Table table(JsonNode answer) {
    Table table = new Table("TRUNK", "CARRIER", "ADDRESS", "STATE", "SINCE", "CALLS", "ERROR");
    for (JsonNode trunk : answer.path("trunks")) {
      table.add(
          trunk.path("id").asText(),
          trunk.path("carrier").asText(),
          trunk.path("address").asText(),
          trunk.path("state").asText(),
          trunk.path("since").asText("-"),
          trunk.path("calls_in_progress").asText() + "/" + trunk.path("calls_max").asText(),
          trunk.hasNonNull("last_error") ? trunk.path("last_error").asText() : "-");
    }
    return table;
  }
}
