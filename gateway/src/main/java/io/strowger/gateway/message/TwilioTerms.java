package io.strowger.gateway.message;

import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A message in the words of Twilio's Messages resource, for the door that speaks them and for the
 * callbacks it asks for.
 */
public final class TwilioTerms {
  private static final String SID_PREFIX = "SM";
  private static final int SID_LENGTH = 34;
  private static final HexFormat HEX = HexFormat.of();

  private static final int UNKNOWN_DESTINATION = 30_005;
  private static final int UNKNOWN_ERROR = 30_008;
  private static final int VALIDITY_EXPIRED = 30_036;

  private TwilioTerms() {}

  /** {@code SM} and the 32 hexadecimal digits of the id. */
  public static String sid(MessageId id) {
    return SID_PREFIX + HEX.toHexDigits(id.high()) + HEX.toHexDigits(id.low());
  }

  /** The id that a sid stands for; null when no message of ours can have this sid. */
  public static @Nullable MessageId parseSid(String sid) {
    if (sid.length() != SID_LENGTH || !sid.startsWith(SID_PREFIX)) {
      return null;
    }
    try {
      long high = HexFormat.fromHexDigitsToLong(sid, 2, 18);
      long low = HexFormat.fromHexDigitsToLong(sid, 18, SID_LENGTH);
      return MessageId.parse(new UUID(high, low).toString());
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** {@code queued}, {@code sending}, {@code sent}, {@code delivered}, {@code undelivered} … */
  public static String status(Message message) {
    return switch (message.state()) {
      case MessageState.Accepted _ -> "queued";
      case MessageState.Attempting _, MessageState.AwaitingRetry _ -> "sending";
      case MessageState.AwaitingReceipt _ -> "sent";
      case MessageState.Delivered _ -> "delivered";
      case MessageState.Failed _, MessageState.Expired _ ->
          wasTaken(message) ? "undelivered" : "failed";
      case MessageState.Cancelled _ -> "canceled";
    };
  }

  /** Twilio's code for why it did not arrive; null while it may, or did. */
  public static @Nullable Integer errorCode(Message message) {
    return switch (message.state()) {
      case MessageState.Failed(Refusal refusal, long _) ->
          refusal.disposition() == Refusal.Disposition.PERMANENT_FOR_NUMBER
              ? UNKNOWN_DESTINATION
              : UNKNOWN_ERROR;
      case MessageState.Expired _ -> VALIDITY_EXPIRED;
      default -> null;
    };
  }

  /** Some carrier had it: Twilio calls what happens afterwards "undelivered", before "failed". */
  private static boolean wasTaken(Message message) {
    return message.attempts().stream().anyMatch(attempt -> !attempt.carrierIds().isEmpty());
  }
}
