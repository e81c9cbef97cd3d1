package io.strowger.gateway.route;

import java.util.List;
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
   */
  public record Member(String carrier, @Nullable Integer weight, @Nullable String sender) {}
}
