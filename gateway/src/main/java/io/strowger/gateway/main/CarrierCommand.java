package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "carrier",
    mixinStandardHelpOptions = true,
    description = "Lists carriers, takes one out of service and puts it back.")
final class CarrierCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the carriers.")
  int list(@Mixin ApiOptions api) throws CommandFailure {
    JsonNode carriers = api.client().get("/v1/admin/carriers");
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(carriers.toPrettyString());
    } else {
      Table table =
          new Table("CARRIER", "STATE", "LINKS OR TRUNKS UP", "QUEUED OR CALLS", "WAIT", "RATE");
      for (JsonNode carrier : carriers.path("carriers")) {
        if (carrier.has("trunks")) {
          table.add(
              carrier.path("id").asText(),
              state(carrier),
              up(carrier) + " of " + carrier.path("trunks").size(),
              carrier.path("calls_in_progress").asText() + " calls",
              "-",
              "-");
          continue;
        }
        table.add(
            carrier.path("id").asText(),
            state(carrier),
            bound(carrier) + " of " + carrier.path("links").size(),
            carrier.path("queued").asText(),
            carrier.path("estimated_wait_ms").asText() + " ms",
            rate(carrier));
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }

  @Command(
      name = "drain",
      mixinStandardHelpOptions = true,
      description = "Gives a carrier no new messages; its links stay bound, its calls go on.")
  int drain(@Mixin ApiOptions api, @Parameters(paramLabel = "CARRIER") String carrier)
      throws CommandFailure {
    return change(api, carrier, "drain");
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = "Puts a drained carrier back into service.")
  int resume(@Mixin ApiOptions api, @Parameters(paramLabel = "CARRIER") String carrier)
      throws CommandFailure {
    return change(api, carrier, "resume");
  }

  private int change(ApiOptions api, String carrier, String verb) throws CommandFailure {
    JsonNode answer = api.client().post("/v1/admin/carriers/" + carrier + ":" + verb);
    PrintWriter out = Out.of(spec);
    out.println(api.json() ? answer.toPrettyString() : carrier + ": " + state(answer));
    out.flush();
    return 0;
  }

  private static String state(JsonNode carrier) {
    if (carrier.path("drained").asBoolean()) {
      return "drained";
    }
    return carrier.path("usable").asBoolean() ? "up" : "DOWN";
  }

  private static long up(JsonNode carrier) {
    long up = 0;
    for (JsonNode trunk : carrier.path("trunks")) {
      up += trunk.path("state").asText().equals("UP") ? 1 : 0;
    }
    return up;
  }

  private static long bound(JsonNode carrier) {
    long bound = 0;
    for (JsonNode link : carrier.path("links")) {
      bound += link.path("state").asText().equalsIgnoreCase("bound") ? 1 : 0;
    }
    return bound;
  }

  private static String rate(JsonNode carrier) {
    double configured = carrier.path("configured_rate_per_second").asDouble();
    if (configured == 0) {
      return "unlimited";
    }
    return String.format(
        "%.0f of %.0f/s", carrier.path("rate_limit_per_second").asDouble(), configured);
  }
}
