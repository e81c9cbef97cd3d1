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
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Lets the gateway make a code, send it, and check what the user typed.")
final class VerifyCommand {
  private static final String PATH = "/v1/verifications";

  @Spec private @Nullable CommandSpec spec;

  @Command(name = "start", mixinStandardHelpOptions = true, description = "Makes and sends a code.")
  int start(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "NUMBER", description = "E.164, for example +393471234567.")
          String to,
      @Option(names = "--template", paramLabel = "NAME", description = "One of the account's.")
          @Nullable String template,
      @Option(names = "--language", paramLabel = "TAG", description = "Such as de-CH.")
          @Nullable String language)
      throws CommandFailure {
    ObjectNode body = ApiClient.JSON.createObjectNode().put("to", to);
    if (template != null) {
      body.put("template", template);
    }
    if (language != null) {
      body.put("language", language);
    }
    return print(api, api.client().post(PATH, body));
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = "Compares what the user typed: 0 when it is right, 1 when it is not.")
  int check(
      @Mixin ApiOptions api,
      @Parameters(paramLabel = "ID", description = "As start printed it.") String id,
      @Parameters(paramLabel = "CODE", description = "As the user typed it.") String code)
      throws CommandFailure {
    ObjectNode body = ApiClient.JSON.createObjectNode().put("code", code);
    JsonNode answer = api.client().post(PATH + "/" + id + "/check", body);
    print(api, answer);
    return answer.path("valid").asBoolean() ? 0 : 1;
  }

  @Command(
      name = "resend",
      mixinStandardHelpOptions = true,
      description = "Sends the same code once more.")
  int resend(@Mixin ApiOptions api, @Parameters(paramLabel = "ID") String id)
      throws CommandFailure {
    return print(api, api.client().post(PATH + "/" + id + "/resend"));
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Shows where it stands.")
  int show(@Mixin ApiOptions api, @Parameters(paramLabel = "ID") String id) throws CommandFailure {
    return print(api, api.client().get(PATH + "/" + id));
  }

  private int print(ApiOptions api, JsonNode verification) {
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(verification.toPrettyString());
    } else {
      out.println(
          verification.path("id").asText()
              + " "
              + verification.path("state").asText()
              + ", checks left "
              + verification.path("checks_left").asInt());
    }
    out.flush();
    return 0;
  }
}
