package io.strowger.gateway.http;

import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/verifications}. */
final class VerificationRequestParser {
  static final List<String> FIELDS =
      List.of(
          "to",
          "template",
          "variables",
          "client_type",
          "ttl",
          "channels",
          "sender",
          "language",
          "reference",
          "end_user_ip");

  private @Nullable Secret to;
  private @Nullable String template;
  private Map<String, Secret> variables = Map.of();
  private @Nullable ClientType clientType;
  private long ttlMillis = MessageRequest.NO_TTL;
  private List<Channel> channels = List.of(Channel.SMS);
  private @Nullable String sender;
  private @Nullable String language;
  private @Nullable String reference;
  private @Nullable String endUser;

  private VerificationRequestParser() {}

  static Checked<VerificationRequest> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      VerificationRequestParser parser = new VerificationRequestParser();
      RequestFields.walk(fields, FIELDS, parser::take);
      return new Checked.Good<>(parser.request());
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private VerificationRequest request() throws Rejected {
    if (to == null) {
      throw RequestFields.missing("to", "The number is missing.");
    }
    return new VerificationRequest(
        to,
        new TemplateChoice(template, variables, clientType),
        ttlMillis,
        channels,
        sender,
        language,
        reference,
        endUser);
  }

  private void take(String name, JsonFields fields) throws Rejected {
    switch (name) {
      case "to" -> to = new Secret(RequestFields.string(name, fields, RequestFields.TO_MAX));
      case "template" -> template = RequestFields.template(fields);
      case "variables" -> variables = RequestFields.variables(fields);
      case "client_type" -> clientType = RequestFields.clientType(fields);
      case "ttl" -> ttlMillis = RequestFields.ttl(fields);
      case "channels" -> channels = ChannelFields.channels(fields);
      case "sender" -> sender = RequestFields.sender(fields);
      case "language" -> language = RequestFields.language(fields);
      case "reference" -> reference = RequestFields.reference(fields);
      case "end_user_ip" -> endUser = RequestFields.endUser(fields);
      default -> throw new IllegalStateException("a field that is listed and not taken: " + name);
    }
  }
}
