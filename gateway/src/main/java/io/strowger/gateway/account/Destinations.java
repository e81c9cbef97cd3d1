package io.strowger.gateway.account;

import io.strowger.gateway.number.NumberType;
import java.util.List;
import java.util.Set;

/**
 * Where an account's messages may go. The longest matching prefix decides, a denial when one is
 * allowed and denied at once.
 *
 * @param allow prefixes, {@code +} and digits; empty allows every destination
 * @param voice prefixes that may be called too, of those allowed; empty allows the home prefixes
 *     alone, and without a home the allowed ones that are named, which {@code +} does not
 * @param deny prefixes
 * @param home prefixes of the country that is served even where a counter cannot be kept
 * @param alsoTypes kinds of line allowed that are refused otherwise: {@code FIXED_LINE}, {@code
 *     TOLL_FREE}
 * @param notTypes kinds of line refused that are allowed otherwise, such as {@code VOIP}
 */
public record Destinations(
    List<String> allow,
    List<String> voice,
    List<String> deny,
    List<String> home,
    Set<NumberType> alsoTypes,
    Set<NumberType> notTypes) {
  public static final Destinations DEFAULT =
      new Destinations(List.of(), List.of(), List.of(), List.of(), Set.of(), Set.of());

  public Destinations {
    allow = List.copyOf(allow);
    voice = List.copyOf(voice);
    deny = List.copyOf(deny);
    home = List.copyOf(home);
    alsoTypes = Set.copyOf(alsoTypes);
    notTypes = Set.copyOf(notTypes);
  }

  /** These prefixes and no others; empty allows every destination. */
  public static Destinations of(List<String> allow) {
    return new Destinations(allow, List.of(), List.of(), List.of(), Set.of(), Set.of());
  }
}
