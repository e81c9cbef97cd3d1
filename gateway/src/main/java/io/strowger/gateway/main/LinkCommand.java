package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "link",
    mixinStandardHelpOptions = true,
    description = "Looks at the links to the carriers.")
final class LinkCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the links.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/links");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      Table table =
          new Table(
              "LINK", "CARRIER", "ADDRESS", "BIND", "STATE", "WINDOW", "SENT", "IN DOUBT", "ERROR");
      for (JsonNode link : answer.path("links")) {
        table.add(
            link.path("id").asText(),
            link.path("carrier").asText(),
            link.path("address").asText(),
            link.path("bind_type").asText(),
            link.path("state").asText(),
            link.path("window_used").asText() + "/" + link.path("window_max").asText(),
            link.path("submitted").asText(),
            link.path("in_doubt").asText(),
            link.path("last_error").asText("-").replace("null", "-"));
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }
}
