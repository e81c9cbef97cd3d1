package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "alarm",
    mixinStandardHelpOptions = true,
    description = "Looks at what is wrong now.")
final class AlarmCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the open alarms, the worst first.")
  int list(
      @Mixin ApiOptions api,
      @Option(names = "--all", description = "Also those that cleared last.") boolean all,
      @Option(names = "--evidence", description = "With the evidence, and what to do.")
          boolean evidence)
      throws CommandFailure {
    JsonNode answer = api.client().get("/v1/admin/alarms?state=" + (all ? "all" : "open"));
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
      out.flush();
      return 0;
    }
    JsonNode alarms = answer.path("alarms");
    if (alarms.isEmpty()) {
      out.println("No alarm is open.");
    } else if (evidence) {
      alarms.forEach(alarm -> write(out, alarm));
    } else {
      Table table = new Table("SEVERITY", "ALARM", "SUBJECT", "STATE", "SINCE", "CAUSE");
      for (JsonNode alarm : alarms) {
        table.add(
            alarm.path("severity").asText(),
            alarm.path("kind").asText(),
            alarm.path("subject").asText(),
            alarm.path("state").asText(),
            alarm.path("onset").asText(),
            alarm.path("cause").asText());
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }

  private static void write(PrintWriter out, JsonNode alarm) {
    out.printf(
        "%s  %s  %s%n",
        alarm.path("severity").asText(),
        alarm.path("kind").asText(),
        alarm.path("subject").asText());
    out.printf("  %s%n", alarm.path("cause").asText());
    out.printf(
        "  since %s, raised %s%n", alarm.path("onset").asText(), alarm.path("raised_at").asText());
    if (alarm.path("cleared_at").isTextual()) {
      out.printf("  cleared %s%n", alarm.path("cleared_at").asText());
    }
    for (Map.Entry<String, JsonNode> each : alarm.path("evidence").properties()) {
      out.printf("  %s: %s%n", each.getKey(), each.getValue().asText());
    }
    out.printf("  To do: %s%n%n", alarm.path("remedy").asText());
  }
}
