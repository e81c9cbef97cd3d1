package io.strowger.gateway.route;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which carriers may carry a number: the entry with the longest matching prefix, and only that one.
 *
 * @param entries in any order; prefixes are {@code +} and digits, {@code +} alone matches all
 */
public record RouteTable(List<Entry> entries) {

  public record Entry(String prefix, List<Member> sms, List<Member> voice) {}

  /**
   * @param weight share among the members with weights, which come first; null for a member that is
   *     taken in its order, after them
   * @param sender overrides the carrier's sender on this route, null for none
   * @param costMicros millionths of the currency for one message this way; 0 where it is not told
   */
  public record Member(
      String carrier, @Nullable Integer weight, @Nullable String sender, long costMicros) {

    /** At a cost that is not told. */
    public Member(String carrier, @Nullable Integer weight, @Nullable String sender) {
      this(carrier, weight, sender, 0);
    }
  }

  /** The carriers that may send texts to the number, as they stand. */
  public List<String> smsCarriers(String e164) {
    Entry best = entry(e164);
    return best == null ? List.of() : best.sms().stream().map(Member::carrier).toList();
  }

  /** The carriers that may call the number, as they stand. */
  public List<String> voiceCarriers(String e164) {
    Entry best = entry(e164);
    return best == null ? List.of() : best.voice().stream().map(Member::carrier).toList();
  }

  private @Nullable Entry entry(String e164) {
    Entry best = null;
    for (Entry entry : entries) {
      boolean longer = best == null || entry.prefix().length() > best.prefix().length();
      if (longer && e164.startsWith(entry.prefix())) {
        best = entry;
      }
    }
    return best;
  }

  /** For each carrier those that stand in one list with it: they could carry its messages. */
  public Map<String, List<String>> alternatives() {
    Map<String, Set<String>> others = new HashMap<>();
    for (Entry entry : entries) {
      for (List<Member> members : List.of(entry.sms(), entry.voice())) {
        for (Member one : members) {
          Set<String> known = others.computeIfAbsent(one.carrier(), _ -> new TreeSet<>());
          for (Member other : members) {
            if (!other.carrier().equals(one.carrier())) {
              known.add(other.carrier());
            }
          }
        }
      }
    }
    Map<String, List<String>> alternatives = new HashMap<>();
    others.forEach((carrier, known) -> alternatives.put(carrier, List.copyOf(known)));
    return alternatives;
  }
}
