package io.strowger.sip.call;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a call ended.
 *
 * @param sipStatus the final code; 0 without one
 * @param q850Cause of a Reason header; 0 without one
 * @param retryAfterSeconds how long the trunk asks us to leave it alone; 0 when it does not
 * @param text for operators; holds no number
 */
public record CallOutcome(
    Disposition disposition, int sipStatus, int q850Cause, int retryAfterSeconds, String text) {
  /** A trunk that asks for more is asked again after this all the same. */
  static final int RETRY_AFTER_MAX_SECONDS = 3600;

  private static final int REQUEST_TIMEOUT = 408;

  /** An end that no final code of the far end decided. */
  public static CallOutcome of(Disposition disposition, String text) {
    return new CallOutcome(disposition, 0, 0, 0, text);
  }

  CallOutcome withCause(int cause) {
    return new CallOutcome(disposition, sipStatus, cause, retryAfterSeconds, text);
  }

  /** The headers of a final response that say more than its code. */
  record Said(List<String> reason, List<String> warning, @Nullable String retryAfter) {
    static final Said NOTHING = new Said(List.of(), List.of(), null);
  }

  /**
   * Reads a final code from 300 on.
   *
   * @param rang whether the call had rung: then a timeout is the user's, not the trunk's
   */
  static CallOutcome read(int status, Said said, boolean rang) {
    int causeValue = q850Cause(said.reason());
    Q850Cause cause = Q850Cause.of(causeValue);
    WarningCode warning = warning(said.warning());
    Disposition disposition = FinalCode.dispositionOf(status);
    if (cause != null && cause.disposition() != null && mayDecide(status)) {
      disposition = cause.disposition();
    } else if (status == REQUEST_TIMEOUT && rang) {
      disposition = Disposition.NO_ANSWER;
    } else if (warning != null && warning.passing()) {
      disposition = Disposition.RETRY_OTHER_TRUNK;
    }
    int wait = retryAfter(said.retryAfter());
    boolean trunkWaits = FinalCode.waitOf(status) == FinalCode.Wait.TRUNK;
    if (trunkWaits && wait > 0 && disposition == Disposition.RETRY_OTHER_TRUNK) {
      disposition = Disposition.THROTTLED;
    }
    StringBuilder text = new StringBuilder().append(status).append(", ");
    text.append(FinalCode.textOf(status));
    if (cause != null) {
      text.append("; cause ").append(causeValue).append(", ").append(cause.text());
    }
    if (warning != null) {
      text.append("; warning ").append(warning.value()).append(", ").append(warning.text());
    }
    return new CallOutcome(disposition, status, causeValue, trunkWaits ? wait : 0, text.toString());
  }

  /** Credentials and redirects are between us and the trunk: the telephone network has no say. */
  private static boolean mayDecide(int status) {
    return status >= 400 && status != 401 && status != 407;
  }

  /** The cause of the first Reason header of protocol Q.850; 0 without one. */
  static int q850Cause(List<String> reasons) {
    for (String header : reasons) {
      for (String reason : header.split(",", -1)) {
        String[] parts = reason.split(";", -1);
        if (parts[0].strip().equalsIgnoreCase("Q.850")) {
          int cause = cause(parts);
          if (cause > 0) {
            return cause;
          }
        }
      }
    }
    return 0;
  }

  private static int cause(String[] parameters) {
    for (String parameter : parameters) {
      String text = parameter.strip().toLowerCase(Locale.ROOT);
      if (text.startsWith("cause")) {
        String value = text.substring("cause".length()).strip();
        if (value.startsWith("=")) {
          return number(value.substring(1).strip(), 127);
        }
      }
    }
    return 0;
  }

  private static @Nullable WarningCode warning(List<String> warnings) {
    for (String header : warnings) {
      String text = header.strip();
      WarningCode code =
          text.length() < 3 ? null : WarningCode.of(number(text.substring(0, 3), 999));
      if (code != null) {
        return code;
      }
    }
    return null;
  }

  /** {@code 120 (in maintenance);duration=60} is 120 seconds; 0 for what cannot be read. */
  static int retryAfter(@Nullable String header) {
    if (header == null) {
      return 0;
    }
    String text = header.strip();
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end)) && end < 10) {
      end++;
    }
    return end == 0
        ? 0
        : (int) Math.min(RETRY_AFTER_MAX_SECONDS, Long.parseLong(text.substring(0, end)));
  }

  private static int number(String text, int max) {
    boolean digits = !text.isEmpty() && text.length() <= 3;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    int value = digits ? Integer.parseInt(text) : 0;
    return value <= max ? value : 0;
  }
}
