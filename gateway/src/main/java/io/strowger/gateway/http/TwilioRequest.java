package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.message.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The form of {@code POST …/Messages.json}. Parameters that mean nothing here are passed over, as
 * Twilio passes over those it does not know; what would change the message is refused.
 *
 * @param statusCallback where the client wants to hear of changes; null for nowhere
 * @param messagingService returned as it came
 */
record TwilioRequest(
    MessageRequest message, @Nullable String statusCallback, @Nullable String messagingService) {
  /** What a message can remember of its door. */
  static final int STATUS_CALLBACK_MAX = 1_000;

  private static final int MESSAGING_SERVICE_MAX = 64;

  static TwilioRequest read(FormFields form, Account account) throws Rejected {
    String to = required(form, "To");
    String body = required(form, "Body");
    for (String unsupported : new String[] {"MediaUrl", "SendAt", "ScheduleType", "ContentSid"}) {
      if (form.has(unsupported)) {
        throw new Rejected(
            Problem.of(ProblemType.NOT_SUPPORTED, unsupported + " is not supported."));
      }
    }
    if (to.length() > MessageValues.TO_MAX) {
      throw new Rejected(
          Problem.atField(ProblemType.INVALID_NUMBER, "/To", "The number is too long.", null));
    }
    String from = given(form, "From");
    return new TwilioRequest(
        new MessageRequest(
            new Secret(to.strip()),
            MessageValues.text("/Body", body),
            null,
            ttlMillis(given(form, "ValidityPeriod"), account.messages()),
            from == null ? null : MessageValues.sender("/From", from),
            null,
            null),
        callback(given(form, "StatusCallback")),
        messagingService(given(form, "MessagingServiceSid")));
  }

  private static String required(FormFields form, String name) throws Rejected {
    String value = given(form, name);
    if (value == null) {
      throw new Rejected(
          Problem.atField(ProblemType.MISSING_FIELD, "/" + name, "The field is missing.", null));
    }
    return value;
  }

  private static @Nullable String given(FormFields form, String name) throws Rejected {
    String value = form.text(name);
    return value == null || value.isBlank() ? null : value;
  }

  /** Longer than the account allows becomes as long as it allows: the client cannot know. */
  private static long ttlMillis(@Nullable String seconds, MessageRules rules) throws Rejected {
    if (seconds == null) {
      return MessageRequest.NO_TTL;
    }
    try {
      long asked = Long.parseLong(seconds.strip());
      if (asked > 0) {
        return Math.min(Durations.ofSeconds(asked), rules.maxTtlMillis());
      }
    } catch (NumberFormatException _) {
      // Told below, like a number out of range.
    }
    throw MessageValues.invalid(
        "/ValidityPeriod", "ValidityPeriod must be whole seconds.", "1 to 36000");
  }

  private static @Nullable String callback(@Nullable String url) throws Rejected {
    if (url != null && !isWebAddress(url)) {
      throw MessageValues.invalid(
          "/StatusCallback",
          "This is no address that can be called back.",
          "an http or https URL of at most " + STATUS_CALLBACK_MAX + " ASCII characters");
    }
    return url;
  }

  /** Whether it can be called back; also bounded, since it is kept with the message. */
  static boolean isWebAddress(String url) {
    if (url.length() > STATUS_CALLBACK_MAX || url.chars().anyMatch(c -> c <= ' ' || c >= 0x7F)) {
      return false;
    }
    try {
      URI uri = new URI(url);
      String scheme = uri.getScheme();
      return uri.getHost() != null
          && ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme));
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static @Nullable String messagingService(@Nullable String sid) throws Rejected {
    if (sid != null && sid.length() > MESSAGING_SERVICE_MAX) {
      throw MessageValues.invalid(
          "/MessagingServiceSid", "This is no MessagingServiceSid.", "MG and 32 digits");
    }
    return sid;
  }
}
