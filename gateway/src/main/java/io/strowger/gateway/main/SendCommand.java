package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "send",
    mixinStandardHelpOptions = true,
    description = "Sends one passcode, and follows it until its fate is known.")
final class SendCommand implements Callable<Integer> {
  private static final long POLL_MILLIS = 200;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ApiOptions api = new ApiOptions();

  @Parameters(index = "0", paramLabel = "NUMBER", description = "E.164, for example +393471234567.")
  private String to = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TEXT",
      description = "What to send. Without it: --code and the account's template.")
  private @Nullable String text;

  @Option(names = "--code", paramLabel = "CODE", description = "The passcode.")
  private @Nullable String code;

  @Option(names = "--ttl", paramLabel = "TIME", description = "Time to live, for example 90s.")
  private @Nullable String ttl;

  @Option(names = "--sender", paramLabel = "ID", description = "Sender id.")
  private @Nullable String sender;

  @Option(names = "--reference", paramLabel = "REF", description = "Your own reference.")
  private @Nullable String reference;

  @Option(names = "--no-wait", description = "Do not wait for the fate: 0 means accepted.")
  private boolean noWait;

  @Override
  public Integer call() throws CommandFailure, InterruptedException {
    ObjectNode body = ApiClient.JSON.createObjectNode();
    body.put("to", to);
    putIfGiven(body, "text", text);
    putIfGiven(body, "code", code);
    putIfGiven(body, "ttl", ttl);
    putIfGiven(body, "sender", sender);
    putIfGiven(body, "reference", reference);
    ApiClient client = api.client();
    JsonNode message = client.post("/v1/messages", body);
    if (!noWait) {
      String path = "/v1/messages/" + message.path("id").asText();
      message = client.get(path);
      while (message.path("final_at").isNull()) {
        Thread.sleep(POLL_MILLIS);
        message = client.get(path);
      }
    }
    MessageText.print(Out.of(spec), message, api.json());
    String state = message.path("state").asText();
    return noWait || state.equals("delivered") ? 0 : 1;
  }

  private static void putIfGiven(ObjectNode body, String field, @Nullable String value) {
    if (value != null) {
      body.put(field, value);
    }
  }
}
