package io.strowger.gateway.http;

import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the body of {@code POST /v1/messages}; refuses whatever it does not fully understand. */
final class MessageRequestParser {
  static final List<String> FIELDS =
      List.of(
          "to",
          "text",
          "template",
          "variables",
          "client_type",
          "code",
          "ttl",
          "channels",
          "sender",
          "language",
          "reference",
          "end_user_ip");

  private @Nullable Secret to;
  private @Nullable Secret text;
  private @Nullable String template;
  private @Nullable Map<String, Secret> variables;
  private @Nullable ClientType clientType;
  private @Nullable Secret code;
  private long ttlMillis = MessageRequest.NO_TTL;
  private @Nullable Plan plan;
  private @Nullable String sender;
  private @Nullable String language;
  private @Nullable String reference;
  private @Nullable String endUser;

  private MessageRequestParser() {}

  static Checked<MessageRequest> parse(byte[] body) {
    try (JsonFields fields = JsonFields.open(body)) {
      return new Checked.Good<>(new MessageRequestParser().read(fields));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private MessageRequest read(JsonFields fields) throws Rejected {
    RequestFields.walk(fields, FIELDS, this::take);
    if (to == null) {
      throw RequestFields.missing("to", "The number is missing.");
    }
    if (text == null && code == null) {
      boolean templated = template != null || variables != null || clientType != null;
      throw new Rejected(
          templated
              ? Problem.atField(
                  ProblemType.MISSING_FIELD, "/code", "A template needs a code.", null)
              : Problem.atField(
                  ProblemType.MISSING_FIELD, "/text", "A text or a code is needed.", "text, code"));
    }
    if (text != null) {
      refuseBesideText("template", template);
      refuseBesideText("variables", variables);
      refuseBesideText("client_type", clientType);
    }
    TemplateChoice choice =
        new TemplateChoice(template, variables == null ? Map.of() : variables, clientType);
    return new MessageRequest(
        to, text, choice, code, ttlMillis, plan, sender, language, reference, endUser);
  }

  /** A text goes out as it came: nothing is put into it or behind it. */
  private static void refuseBesideText(String name, @Nullable Object value) throws Rejected {
    if (value != null) {
      throw RequestFields.invalid(
          name, "A text is sent as it is; this is for templates.", "a code without a text");
    }
  }

  private void take(String name, JsonFields fields) throws Rejected {
    switch (name) {
      case "to" -> to = new Secret(RequestFields.string(name, fields, RequestFields.TO_MAX));
      case "text" ->
          text = MessageValues.text("/text", RequestFields.string(name, fields, Integer.MAX_VALUE));
      case "template" -> template = RequestFields.template(fields);
      case "variables" -> variables = RequestFields.variables(fields);
      case "client_type" -> clientType = RequestFields.clientType(fields);
      case "code" -> code = code(fields);
      case "ttl" -> ttlMillis = RequestFields.ttl(fields);
      case "channels" -> plan = ChannelFields.plan(fields);
      case "sender" -> sender = RequestFields.sender(fields);
      case "language" -> language = RequestFields.language(fields);
      case "reference" -> reference = RequestFields.reference(fields);
      case "end_user_ip" -> endUser = RequestFields.endUser(fields);
      default -> throw new IllegalStateException("a field that is listed and not taken: " + name);
    }
  }

  private static Secret code(JsonFields fields) throws Rejected {
    if (fields.isInteger()) {
      throw new Rejected(
          Problem.atField(
              ProblemType.WRONG_TYPE,
              "/code",
              "A code is a string: a number loses its leading zeros.",
              "string"));
    }
    return MessageValues.code("/code", RequestFields.string("code", fields, Integer.MAX_VALUE));
  }
}
