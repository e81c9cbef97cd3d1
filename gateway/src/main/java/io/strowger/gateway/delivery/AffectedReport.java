package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Trouble;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which accounts met trouble, with how many messages and recipients, and how it ended for them.
 *
 * @param accounts the hardest hit first
 * @param complete false when there were more distinct recipients than are counted one by one: their
 *     numbers are then lower bounds
 */
public record AffectedReport(List<Account> accounts, boolean complete) {
  /** Distinct recipients counted, over all accounts; about 100 MB of memory when all are used. */
  static final int MAX_RECIPIENTS = 5_000_000;

  /**
   * @param messages all that met trouble, however they ended
   * @param states how many of them stand in which client state now
   * @param recipients distinct numbers
   * @param causes the most frequent first
   * @param named recipients, newest first, bounded by the query
   */
  public record Account(
      String account,
      long messages,
      Map<String, Long> states,
      long recipients,
      List<Cause> causes,
      List<Recipient> named) {}

  /**
   * @param firstMillis acceptance of the first message with this cause, epoch milliseconds
   * @param lastMillis of the last
   */
  public record Cause(Trouble trouble, long messages, long firstMillis, long lastMillis) {}

  /**
   * @param masked never the whole number
   * @param state of the newest message to it that met trouble
   */
  public record Recipient(String masked, String state, long acceptedAtMillis) {}

  /** Gathers a report; messages in any order, each once, soonest with the newest first. */
  static final class Builder {
    private final AffectedQuery query;
    private final Map<String, Tally> tallies = new HashMap<>();
    private int recipients;
    private boolean complete = true;

    Builder(AffectedQuery query) {
      this.query = query;
    }

    void add(Affected affected) {
      Trouble trouble = affected.trouble();
      if (affected.acceptedAtMillis() < query.sinceMillis()
          || affected.acceptedAtMillis() >= query.untilMillis()
          || (query.account() != null && !query.account().equals(affected.account()))
          || (query.carrier() != null && !query.carrier().equals(trouble.carrier()))
          || (query.cause() != null && !query.cause().equals(trouble.cause()))) {
        return;
      }
      Tally tally = tallies.computeIfAbsent(affected.account(), _ -> new Tally());
      if (recipients < MAX_RECIPIENTS) {
        recipients += tally.numbers.add(affected.number()) ? 1 : 0;
      } else {
        complete &= tally.numbers.contains(affected.number());
      }
      tally.add(affected, query.recipients());
    }

    AffectedReport build() {
      List<Account> accounts = new ArrayList<>();
      tallies.forEach((account, tally) -> accounts.add(tally.account(account)));
      accounts.sort(
          Comparator.comparingLong(Account::messages).reversed().thenComparing(Account::account));
      return new AffectedReport(List.copyOf(accounts), complete);
    }
  }

  private static final class Tally {
    private long messages;
    private final Map<String, Long> states = new TreeMap<>();
    private final NumberSet numbers = new NumberSet();
    private final Map<Trouble, long[]> causes = new HashMap<>();

    /** By key; its first is the one to give way. */
    private final TreeMap<Long, Affected> newest = new TreeMap<>();

    private final Map<Long, Long> newestKeyOf = new HashMap<>();

    void add(Affected affected, int named) {
      messages++;
      states.merge(affected.state(), 1L, Long::sum);
      long at = affected.acceptedAtMillis();
      long[] cause = causes.computeIfAbsent(affected.trouble(), _ -> new long[] {0, at, at});
      cause[0]++;
      cause[1] = Math.min(cause[1], at);
      cause[2] = Math.max(cause[2], at);
      name(affected, named);
    }

    /** Each number once, by its newest message; the oldest gives way when there are too many. */
    private void name(Affected affected, int named) {
      if (named == 0 || (newest.size() == named && affected.key() < newest.firstKey())) {
        return;
      }
      Long known = newestKeyOf.get(affected.number());
      if (known != null && known >= affected.key()) {
        return;
      }
      if (known != null) {
        newest.remove(known);
      }
      newest.put(affected.key(), affected);
      newestKeyOf.put(affected.number(), affected.key());
      if (newest.size() > named) {
        newestKeyOf.remove(newest.pollFirstEntry().getValue().number());
      }
    }

    Account account(String account) {
      List<Cause> sorted = new ArrayList<>();
      causes.forEach((trouble, c) -> sorted.add(new Cause(trouble, c[0], c[1], c[2])));
      sorted.sort(
          Comparator.comparingLong(Cause::messages)
              .reversed()
              .thenComparingLong(Cause::firstMillis));
      List<Recipient> named = new ArrayList<>();
      for (Affected affected : newest.descendingMap().values()) {
        String masked = new PhoneNumber("+" + affected.number()).masked();
        named.add(new Recipient(masked, affected.state(), affected.acceptedAtMillis()));
      }
      return new Account(
          account, messages, Map.copyOf(states), numbers.size(), List.copyOf(sorted), named);
    }
  }
}
