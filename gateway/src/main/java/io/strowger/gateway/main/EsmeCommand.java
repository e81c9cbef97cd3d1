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
    name = "esme",
    mixinStandardHelpOptions = true,
    description = "Looks at the binds of auth servers.")
final class EsmeCommand {
  @Spec private @Nullable CommandSpec spec;

  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the binds.")
  int list(
      @Mixin ApiOptions api,
      @Option(names = "--account", paramLabel = "ID", description = "Only of this account.")
          @Nullable String account)
      throws CommandFailure {
    String query = account == null ? "" : "?account=" + ApiClient.segment(account);
    JsonNode answer = api.client().get("/v1/admin/esmes" + query);
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(answer.toPrettyString());
    } else {
      Table table =
          new Table(
              "ACCOUNT",
              "BIND",
              "VERSION",
              "ADDRESS",
              "TLS",
              "SINCE",
              "REQUESTS",
              "REFUSED",
              "WAITING",
              "RECEIPTS",
              "HEARD");
      for (JsonNode esme : answer.path("esmes")) {
        table.add(
            esme.path("account").asText(),
            esme.path("bind_type").asText(),
            esme.path("version").asText(),
            esme.path("address").asText(),
            esme.path("tls").asBoolean() ? "yes" : "no",
            esme.path("bound_at").asText(),
            esme.path("requests").asText(),
            esme.path("refused").asText(),
            esme.path("awaited").asText(),
            esme.path("delivered").asText() + "+" + esme.path("unanswered").asText(),
            esme.path("heard_at").asText());
      }
      out.print(table);
    }
    out.flush();
    return 0;
  }
}
