package io.strowger.gateway.http;

import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.TwilioTerms;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET …/Messages.json} asks for: newest first, by receiver, sender and day. Parameters
 * of other names are passed over, as Twilio passes over those it does not know.
 *
 * @param to null for every receiver
 * @param from null for every sender
 * @param sinceMillis epoch milliseconds of acceptance, inclusive; 0 for all
 * @param before only messages with an id below it; null for all
 * @param size 1–1000
 * @param number shown, from 0
 */
record TwilioList(
    @Nullable String to,
    @Nullable String from,
    long sinceMillis,
    @Nullable MessageId before,
    int size,
    int number) {
  static final List<String> PARAMETERS =
      List.of("To", "From", "DateSent", "DateSent<", "DateSent>", "PageSize", "Page", "PageToken");
  private static final String TOKEN_PREFIX = "PA";
  private static final int SIZE_DEFAULT = 50;
  private static final int SIZE_MAX = 1_000;
  private static final int NUMBER_MAX = 1_000_000;

  /** A search among many messages of other senders ends somewhere; the next page goes on. */
  private static final int SEARCHES_MAX = 20;

  /**
   * One page.
   *
   * @param next below which the next page begins; null on the last
   */
  record Page(List<Message> messages, @Nullable MessageId next) {}

  static TwilioList read(FormFields query) throws Rejected {
    long since = 0;
    MessageId before = null;
    String day = given(query, "DateSent");
    String from = given(query, "DateSent>");
    String until = given(query, "DateSent<");
    if (day != null || from != null) {
      since = startOf(day == null ? String.valueOf(from) : day, 0);
    }
    if (day != null || until != null) {
      long end = startOf(day == null ? String.valueOf(until) : day, 1);
      before = MessageId.of(MessageId.firstOrderOf(end), 0);
    }
    MessageId token = token(given(query, "PageToken"));
    if (token != null && (before == null || token.compareTo(before) < 0)) {
      before = token;
    }
    int size = number(query, "PageSize", SIZE_DEFAULT, Integer.MAX_VALUE);
    if (size < 1) {
      throw invalid("PageSize", "1 to " + SIZE_MAX);
    }
    return new TwilioList(
        given(query, "To"),
        given(query, "From"),
        since,
        before,
        Math.min(size, SIZE_MAX),
        number(query, "Page", 0, NUMBER_MAX));
  }

  private static @Nullable String given(FormFields query, String name) throws Rejected {
    String value = query.text(name);
    return value == null || value.isBlank() ? null : value.strip();
  }

  /** Days are UTC; a time behind the day, as libraries send it, is passed over. */
  private static long startOf(String date, int daysLater) throws Rejected {
    try {
      LocalDate day = LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date);
      if (day.getYear() >= 2000 && day.getYear() < 10_000) {
        return day.plusDays(daysLater).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
      }
    } catch (DateTimeParseException _) {
      // Told below.
    }
    throw invalid("DateSent", "YYYY-MM-DD");
  }

  private static @Nullable MessageId token(@Nullable String token) throws Rejected {
    if (token == null) {
      return null;
    }
    MessageId id =
        token.startsWith(TOKEN_PREFIX)
            ? TwilioTerms.parseSid(token.substring(TOKEN_PREFIX.length()))
            : null;
    if (id == null) {
      throw invalid("PageToken", "that of next_page_uri");
    }
    return id;
  }

  private static int number(FormFields query, String name, int usual, int max) throws Rejected {
    String value = given(query, name);
    if (value == null) {
      return usual;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > max) {
      throw invalid(name, "0 to " + max);
    }
    return Integer.parseInt(value);
  }

  private static Rejected invalid(String name, String allowed) {
    return QueryParameters.invalid(name, name + " is not valid.", allowed);
  }

  /** Searches until the page is full, or nothing is left. May block. */
  Page page(
      Function<MessageQuery, List<Message>> search, String account, Predicate<Message> isShown) {
    List<Message> page = new ArrayList<>();
    MessageId below = before;
    for (int i = 0; i < SEARCHES_MAX; i++) {
      List<Message> found =
          search.apply(new MessageQuery(account, to, null, sinceMillis, below, SIZE_MAX));
      for (Message message : found) {
        if (page.size() == size) {
          return new Page(page, page.getLast().id());
        }
        if (isShown.test(message) && (from == null || from.equals(message.spec().sender()))) {
          page.add(message);
        }
      }
      if (found.size() < SIZE_MAX) {
        return new Page(page, null);
      }
      below = found.getLast().id();
    }
    return new Page(page, below);
  }

  /** What a URI says to come to another page. */
  static String pageToken(MessageId below) {
    return TOKEN_PREFIX + TwilioTerms.sid(below);
  }
}
