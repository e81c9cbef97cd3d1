package io.strowger.gateway.guard;

import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.number.PrefixTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Prefixes and kinds of line of one account, ready to be asked. Immutable. */
final class DestinationCheck {
  /**
   * Satellite networks, international networks, universal personal and international premium
   * numbers (ITU-T E.164, list of assigned codes), and the countries of the North American
   * numbering plan whose area codes look like domestic ones and cost far more.
   */
  static final List<String> RESTRICTED =
      List.of(
          "+870", "+878", "+881", "+882", "+883", "+979", "+1242", "+1246", "+1264", "+1268",
          "+1284", "+1345", "+1441", "+1473", "+1649", "+1658", "+1664", "+1721", "+1758", "+1767",
          "+1784", "+1809", "+1829", "+1849", "+1868", "+1869", "+1876");

  /** Nobody reads a passcode there, and somebody earns by every message or call. */
  private static final Set<NumberType> NEVER =
      Set.of(
          NumberType.PREMIUM_RATE,
          NumberType.SHARED_COST,
          NumberType.COMPANY,
          NumberType.PAGER,
          NumberType.VOICEMAIL,
          NumberType.PERSONAL);

  /** Takes calls and, as a rule, no SMS. */
  private static final Set<NumberType> CALLS_ALONE =
      Set.of(NumberType.FIXED_LINE, NumberType.TOLL_FREE);

  private enum Rule {
    ALLOWED,
    DENIED,
    RESTRICTED
  }

  private final PrefixTree<Rule> prefixes;
  private final PrefixTree<Rule> calls;
  private final PrefixTree<Boolean> home;
  private final Set<NumberType> alsoTypes;
  private final Set<NumberType> notTypes;

  DestinationCheck(Destinations destinations) {
    List<String> allow = destinations.allow().isEmpty() ? List.of("+") : destinations.allow();
    this.prefixes = tree(allow, destinations.deny());
    this.calls = tree(called(destinations), List.of());
    Map<String, Boolean> homes = new HashMap<>();
    destinations.home().forEach(prefix -> homes.put(prefix, true));
    this.home = new PrefixTree<>(homes);
    this.alsoTypes = destinations.alsoTypes();
    this.notTypes = destinations.notTypes();
  }

  /** Without a list of its own: home, else what is allowed by name; never the whole world. */
  private static List<String> called(Destinations destinations) {
    if (!destinations.voice().isEmpty()) {
      return destinations.voice();
    }
    if (!destinations.home().isEmpty()) {
      return destinations.home();
    }
    return destinations.allow().stream()
        .filter(prefix -> prefix.length() > 1)
        .filter(prefix -> RESTRICTED.stream().noneMatch(prefix::startsWith))
        .toList();
  }

  private static PrefixTree<Rule> tree(List<String> allow, List<String> deny) {
    Map<String, Rule> rules = new HashMap<>();
    RESTRICTED.stream()
        .filter(prefix -> allow.stream().anyMatch(prefix::startsWith))
        .forEach(prefix -> rules.put(prefix, Rule.RESTRICTED));
    // A restricted prefix, or a longer one, that is named is open: the longest match decides.
    allow.forEach(prefix -> rules.put(prefix, Rule.ALLOWED));
    deny.forEach(prefix -> rules.put(prefix, Rule.DENIED));
    return new PrefixTree<>(rules);
  }

  boolean isHome(PhoneNumber number) {
    return home.longestMatch(number.e164()) != null;
  }

  @Nullable DenialCode check(PhoneNumber number, NumberType type, Channel channel) {
    Rule rule = prefixes.longestMatch(number.e164());
    if (rule == null) {
      return DenialCode.DESTINATION_NOT_ALLOWED;
    }
    return switch (rule) {
      case DENIED -> DenialCode.DESTINATION_DENIED;
      case RESTRICTED -> DenialCode.DESTINATION_RESTRICTED;
      case ALLOWED -> {
        DenialCode call = channel == Channel.VOICE ? checkCall(number) : null;
        yield call == null && !takes(type, channel) ? DenialCode.NUMBER_TYPE_REFUSED : call;
      }
    };
  }

  /** A number that gets messages may be called only where calls are allowed as well. */
  private @Nullable DenialCode checkCall(PhoneNumber number) {
    Rule rule = calls.longestMatch(number.e164());
    if (rule == Rule.ALLOWED) {
      return null;
    }
    return rule == Rule.RESTRICTED
        ? DenialCode.DESTINATION_RESTRICTED
        : DenialCode.VOICE_NOT_ALLOWED;
  }

  private boolean takes(NumberType type, Channel channel) {
    if (NEVER.contains(type) || notTypes.contains(type)) {
      return false;
    }
    return channel == Channel.VOICE || !CALLS_ALONE.contains(type) || alsoTypes.contains(type);
  }
}
