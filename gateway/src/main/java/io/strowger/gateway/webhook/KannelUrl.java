package io.strowger.gateway.webhook;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Fills the escapes of a {@code dlr-url} (Kannel's user guide, "Parameters (escape codes)"). Those
 * that would hold the text stay empty; an unknown one stays as it is, as Kannel leaves it.
 */
final class KannelUrl {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd+HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** What a URL may hold as it stands (RFC 3986 section 2), besides letters and digits. */
  private static final String PLAIN = "-._~:/?#[]@!$&'()*+,;=%";

  private KannelUrl() {}

  /**
   * @param report the value of {@code %d}
   * @param atMillis of the change, epoch milliseconds
   */
  static String filled(String template, Message message, int report, long atMillis) {
    StringBuilder url = new StringBuilder(template.length() + 64);
    int i = 0;
    while (i < template.length()) {
      char c = template.charAt(i);
      if (c == '%' && i + 1 < template.length()) {
        char escape = template.charAt(i + 1);
        String value = value(escape, message, report, atMillis);
        if (value != null) {
          url.append(value);
          i += 2;
          continue;
        }
      }
      int point = template.codePointAt(i);
      url.append(isPlain(point) ? Character.toString(point) : encoded(Character.toString(point)));
      i += Character.charCount(point);
    }
    return url.toString();
  }

  /** Null when it is no escape of Kannel's. */
  private static @Nullable String value(char escape, Message message, int report, long atMillis) {
    MessageSpec spec = message.spec();
    Attempt last = message.attempts().isEmpty() ? null : message.attempts().getLast();
    return switch (escape) {
      case 'd' -> Integer.toString(report);
      // A report travels from the phone to the sender: so p is whom the message was for.
      case 'p', 'q' -> encoded(spec.to().e164());
      case 'P', 'Q' -> encoded(spec.sender() == null ? "" : spec.sender());
      case 't' -> TIME.format(Instant.ofEpochMilli(atMillis));
      case 'T' -> Long.toString(atMillis / 1_000);
      case 'A' -> encoded(reply(message));
      case 'i', 'f' -> encoded(last == null ? "" : last.choice().carrier());
      case 'I' -> spec.id().toString();
      case 'F' -> encoded(firstOf(last == null ? List.of() : last.carrierIds()));
      case 'n', 'o' -> encoded(spec.account());
      case 'B' -> encoded(errorOf(message));
      case 'c', 'm', 'M' -> "0";
      case 'C' -> "UTF-8";
      case 'a', 'b', 'D', 'k', 'r', 'R', 's', 'S', 'u', 'v', 'V' -> "";
      case '%' -> "%";
      default -> null;
    };
  }

  /** In the form of a receipt's text, which is what Kannel's clients read here. */
  private static String reply(Message message) {
    return switch (message.state()) {
      case MessageState.Delivered _ -> "stat:DELIVRD err:000";
      case MessageState.Failed _ -> "stat:UNDELIV err:" + errorOf(message);
      case MessageState.Expired _ -> "stat:EXPIRED err:000";
      case MessageState.Cancelled _ -> "stat:DELETED err:000";
      case MessageState.AwaitingReceipt _ -> "ACK/";
      case MessageState.Accepted _, MessageState.Attempting _, MessageState.AwaitingRetry _ ->
          "stat:ENROUTE err:000";
    };
  }

  private static String errorOf(Message message) {
    return message.state() instanceof MessageState.Failed failed ? failed.refusal().code() : "";
  }

  private static String firstOf(List<String> ids) {
    return ids.isEmpty() ? "" : ids.getFirst();
  }

  private static boolean isPlain(int point) {
    return (point >= 'a' && point <= 'z')
        || (point >= 'A' && point <= 'Z')
        || (point >= '0' && point <= '9')
        || PLAIN.indexOf(point) >= 0;
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
