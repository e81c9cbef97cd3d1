package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.PhoneNumber;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the query of {@code GET /v1/messages}. */
final class SearchQuery {
  static final List<String> PARAMETERS =
      List.of("to", "account", "state", "since", "limit", "cursor");
  static final List<String> STATES =
      List.of("accepted", "sending", "sent", "delivered", "failed", "expired", "cancelled");
  static final String TIME_FORM = "RFC 3339, such as 2026-11-22T10:15:30Z";
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 1_000;

  private final NumberReader numbers;

  SearchQuery(NumberReader numbers) {
    this.numbers = numbers;
  }

  MessageQuery read(QueryParameters query, Principal principal) throws Rejected {
    String state = query.get("state");
    if (state != null && !STATES.contains(state)) {
      throw QueryParameters.invalid("state", "No such state.", String.join(", ", STATES));
    }
    return new MessageQuery(
        account(query, principal),
        number(query, principal),
        state,
        since(query),
        cursor(query),
        limit(query));
  }

  static @Nullable String account(QueryParameters query, Principal principal) throws Rejected {
    String asked = query.get("account");
    if (asked != null && !principal.sees(asked)) {
      throw new Rejected(
          Problem.atParameter(
              ProblemType.FORBIDDEN, "account", "The key belongs to another account.", null));
    }
    if (asked == null && !principal.admin()) {
      Account own = principal.account();
      return own == null ? "" : own.id();
    }
    return asked;
  }

  private @Nullable String number(QueryParameters query, Principal principal) throws Rejected {
    String asked = query.get("to");
    if (asked == null) {
      return null;
    }
    // A plus that was not escaped arrives as a space.
    String text = asked.startsWith(" ") ? "+" + asked.strip() : asked;
    Account account = principal.account();
    String region = account == null ? null : account.messages().defaultRegion();
    return switch (numbers.read(text, region)) {
      case NumberReader.Reading.Valid(PhoneNumber number) -> number.e164();
      case NumberReader.Reading.Invalid(String reason) ->
          throw QueryParameters.invalid("to", reason, "E.164, its + escaped as %2B");
    };
  }

  private static long since(QueryParameters query) throws Rejected {
    String asked = query.get("since");
    return asked == null ? 0 : time("since", asked);
  }

  /** Epoch milliseconds, 0 for what lies before. */
  static long time(String parameter, String asked) throws Rejected {
    try {
      return Math.max(0, OffsetDateTime.parse(asked).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      throw QueryParameters.invalid(parameter, "This is not a time.", TIME_FORM);
    }
  }

  private static @Nullable MessageId cursor(QueryParameters query) throws Rejected {
    String asked = query.get("cursor");
    try {
      return asked == null ? null : MessageId.parse(asked);
    } catch (IllegalArgumentException e) {
      throw QueryParameters.invalid(
          "cursor", "This is not a cursor.", "next_cursor of the page before");
    }
  }

  private static int limit(QueryParameters query) throws Rejected {
    String asked = query.get("limit");
    if (asked == null) {
      return LIMIT_DEFAULT;
    }
    try {
      int limit = Integer.parseInt(asked);
      if (limit >= 1 && limit <= LIMIT_MAX) {
        return limit;
      }
    } catch (NumberFormatException e) {
      // Said below, as for a number out of range.
    }
    throw QueryParameters.invalid("limit", "This is not a limit.", "1 to " + LIMIT_MAX);
  }
}
