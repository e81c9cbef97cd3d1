package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of Kannel's {@code sendsms} (Kannel user guide, "Using the HTTP Interface to Send
 * SMS Messages"). Parameters that only steer Kannel itself, such as {@code smsc}, are passed over;
 * what would change the message and cannot be done is refused.
 *
 * @param receivers as they were written, each once
 * @param origin mask and URL of the reports that are wanted; null for none
 */
record KannelRequest(List<Receiver> receivers, @Nullable Origin origin) {
  /** The door's name in {@link Origin}; its data is the mask, a line feed, and the URL. */
  static final String DOOR = "kannel";

  static final List<String> PARAMETERS =
      List.of(
          "username",
          "password",
          "to",
          "from",
          "text",
          "charset",
          "coding",
          "validity",
          "dlr-mask",
          "dlr-url",
          "udh");

  private static final int RECEIVERS_MAX = 100;
  private static final int DLR_MASK_MAX = 63;
  private static final int DLR_URL_MAX = 1_000;
  private static final int UNDEFINED = -1;
  private static final int CODING_8_BIT = 1;
  private static final int CODING_UCS_2 = 2;
  private static final int CLASS_MAX = 3;

  /** One number and the message for it. */
  record Receiver(String written, MessageRequest message) {}

  static KannelRequest read(FormFields fields, Account account) throws Rejected {
    List<String> written = receivers(fields);
    if (fields.has("udh")) {
      throw rejected("UDH field not supported, rejected");
    }
    int coding = number(fields, "coding", "Coding", CODING_UCS_2);
    if (coding == CODING_8_BIT) {
      throw rejected("Coding field: 8-bit data not supported, rejected");
    }
    number(fields, "mclass", "MClass", CLASS_MAX);
    if (number(fields, "deferred", "Deferred", Integer.MAX_VALUE) > 0) {
      throw rejected("Deferred field not supported, rejected");
    }
    Secret text = text(fields, coding);
    long ttlMillis = ttlMillis(fields, account);
    String from = given(fields, "from");
    String sender = from == null ? null : MessageValues.sender("/from", from);
    Origin origin = origin(fields);
    List<Receiver> receivers = new ArrayList<>();
    for (String number : written) {
      String to = WrittenNumber.international(number, account.messages().defaultRegion());
      receivers.add(
          new Receiver(
              number,
              new MessageRequest(new Secret(to), text, null, ttlMillis, sender, null, null)));
    }
    return new KannelRequest(receivers, origin);
  }

  private static List<String> receivers(FormFields fields) throws Rejected {
    String to = fields.text("to");
    if (to == null) {
      throw rejected("Missing receiver number, rejected");
    }
    Set<String> receivers = new LinkedHashSet<>();
    for (String word : to.strip().split("\\s+", -1)) {
      if (word.length() > MessageValues.TO_MAX) {
        throw rejected("Receiver number misformed, rejected");
      }
      if (!word.isEmpty()) {
        receivers.add(word);
      }
    }
    if (receivers.isEmpty()) {
      throw rejected("Empty receiver number not allowed, rejected");
    }
    if (receivers.size() > RECEIVERS_MAX) {
      throw rejected("More than " + RECEIVERS_MAX + " receivers, rejected");
    }
    return List.copyOf(receivers);
  }

  private static Secret text(FormFields fields, int coding) throws Rejected {
    byte[] octets = fields.octets("text");
    if (octets == null || octets.length == 0) {
      throw rejected("Empty text not allowed, rejected");
    }
    String name = given(fields, "charset");
    Charset fallback = coding == CODING_UCS_2 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    String text;
    try {
      text = FormFields.string(octets, name == null ? fallback : Charset.forName(name));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      text = null;
    }
    if (text == null) {
      throw rejected("Charset or body misformed, rejected");
    }
    return MessageValues.text("/text", text);
  }

  /** In minutes; longer than the account allows becomes as long as it allows. */
  private static long ttlMillis(FormFields fields, Account account) throws Rejected {
    int minutes = number(fields, "validity", "Validity", Integer.MAX_VALUE);
    return minutes == UNDEFINED || minutes == 0
        ? MessageRequest.NO_TTL
        : Math.min(minutes * 60_000L, account.messages().maxTtlMillis());
  }

  private static @Nullable Origin origin(FormFields fields) throws Rejected {
    String oldMask = fields.has("dlr-mask") ? "dlr-mask" : "dlrmask";
    int mask = number(fields, oldMask, "DLR-Mask", DLR_MASK_MAX);
    String url = given(fields, fields.has("dlr-url") ? "dlr-url" : "dlrurl");
    if (url == null) {
      return null;
    }
    String lower = url.toLowerCase(java.util.Locale.ROOT);
    boolean web = lower.startsWith("http://") || lower.startsWith("https://");
    if (!web || url.length() > DLR_URL_MAX || url.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
      throw rejected("DLR-URL field misformed, rejected");
    }
    return mask <= 0 ? null : new Origin(DOOR, mask + "\n" + url);
  }

  private static @Nullable String given(FormFields fields, String name) throws Rejected {
    String value = fields.text(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** From -1, which stands for "not given", to the largest. */
  private static int number(FormFields fields, String name, String shown, int largest)
      throws Rejected {
    String value = given(fields, name);
    if (value == null) {
      return UNDEFINED;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= UNDEFINED && number <= largest) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Told below, like a number out of range.
    }
    throw rejected(shown + " field misformed, rejected");
  }

  private static Rejected rejected(String inKannelsWords) {
    return new Rejected(Problem.of(ProblemType.INVALID_PARAMETER, inKannelsWords));
  }
}
