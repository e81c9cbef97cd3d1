package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** A message and its timeline, for people. */
final class MessageText {
  private MessageText() {}

  static void print(PrintWriter out, JsonNode message, boolean json) {
    if (json) {
      out.println(message.toPrettyString());
    } else {
      out.print(describe(message));
    }
    out.flush();
  }

  static String describe(JsonNode message) {
    StringBuilder text = new StringBuilder();
    text.append(message.path("id").asText()).append("  ").append(word(message, "state"));
    if (message.has("to")) {
      text.append("  to ").append(word(message, "to"));
    }
    text.append('\n');
    line(text, "accepted", message.path("accepted_at"));
    line(text, "expires", message.path("expires_at"));
    line(text, "final", message.path("final_at"));
    line(text, "reference", message.path("reference"));
    line(text, "failure", message.path("failure").path("reading"));
    for (JsonNode attempt : message.path("attempts")) {
      describe(text, attempt);
    }
    return text.toString();
  }

  private static void describe(StringBuilder text, JsonNode attempt) {
    text.append("\n  attempt ").append(word(attempt, "ordinal")).append(" by ");
    text.append(word(attempt, "carrier"));
    if (attempt.hasNonNull("link")) {
      text.append(" on ").append(word(attempt, "link"));
    }
    text.append(": ").append(word(attempt, "verdict")).append('\n');
    String why = word(attempt, "reason").replace('_', ' ');
    if (attempt.hasNonNull("reason_detail")) {
      why += " (" + word(attempt, "reason_detail") + ")";
    }
    text.append("    chosen      ").append(why).append('\n');
    line(text, "  started", attempt.path("started_at"));
    line(text, "  answered", attempt.path("answered_at"));
    line(text, "  ended", attempt.path("ended_at"));
    line(text, "  carrier id", attempt.path("carrier_message_ids").path(0));
    line(text, "  refusal", attempt.path("refusal").path("reading"));
    line(text, "  carrier's code", attempt.path("refusal").path("code"));
    line(text, "  cause", attempt.path("cause"));
  }

  private static void line(StringBuilder text, String label, JsonNode value) {
    if (!value.isMissingNode() && !value.isNull()) {
      text.append(String.format("  %-16s%s%n", label, value.asText()));
    }
  }

  private static String word(JsonNode node, String field) {
    return node.path(field).asText();
  }
}
