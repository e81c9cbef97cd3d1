package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

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
    if (attempt.hasNonNull("call")) {
      call(text, attempt.path("call"));
    }
  }

  /** What was seen of a call, in the order in which it happened. */
  private static void call(StringBuilder text, JsonNode call) {
    List<String> seen = new ArrayList<>();
    if (call.path("ringing").asBoolean()) {
      boolean timed = call.path("pdd_ms").asLong() > 0;
      seen.add(timed ? "rang after " + seconds(call, "pdd_ms") : "rang");
    }
    if (call.path("answered").asBoolean()) {
      seen.add("answered after " + seconds(call, "ring_ms") + " of ringing");
    }
    add(seen, call, "voicemail", "a recorder's beep");
    add(seen, call, "ringback", "still rang after the answer");
    add(seen, call, "silent", "only silence came back");
    add(seen, call, "media_seen", "sound came back");
    add(seen, call, "confirmed", "the asked-for key was pressed");
    if (call.path("answered").asBoolean()) {
      seen.add(call.path("played_to_end").asBoolean() ? "played to the end" : "not played out");
      seen.add("lasted " + seconds(call, "talk_ms"));
    }
    if (call.path("sip_status").asInt() > 0) {
      seen.add("SIP " + call.path("sip_status").asText());
    }
    if (call.path("q850_cause").asInt() > 0) {
      seen.add("Q.850 cause " + call.path("q850_cause").asText());
    }
    text.append("    call        ")
        .append(seen.isEmpty() ? "nothing seen of it" : String.join(", ", seen))
        .append('\n');
    line(text, "  answer", call.path("answer"));
  }

  private static void add(List<String> seen, JsonNode call, String field, String words) {
    if (call.path(field).asBoolean()) {
      seen.add(words);
    }
  }

  private static String seconds(JsonNode call, String field) {
    return String.format(Locale.ROOT, "%.1f s", call.path(field).asLong() / 1_000.0);
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
