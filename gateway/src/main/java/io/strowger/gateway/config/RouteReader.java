package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.route.RouteTable.Entry;
import io.strowger.gateway.route.RouteTable.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The list {@code routes}. */
final class RouteReader {
  private static final double MICROS = 1_000_000;

  /** What a carrier can do, as far as routes care. */
  enum Ability {
    SENDS_SMS,
    RECEIVES_ONLY,
    CALLS
  }

  private final Map<String, Ability> carriers;
  private final Set<String> used = new HashSet<>();

  RouteReader(Map<String, Ability> carriers) {
    this.carriers = carriers;
  }

  RouteTable read(List<Section> routes) {
    Map<String, Integer> lineByPrefix = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Section route : routes) {
      String prefix = route.text("to");
      Integer earlier = lineByPrefix.putIfAbsent(prefix, route.line("to"));
      if (earlier != null && route.has("to")) {
        route.error("to", "\"" + prefix + "\" is also the prefix of line " + earlier);
      }
      if (route.given("sms", "voice").isEmpty() && route.noneTold("sms", "voice")) {
        route.error("names no carrier: give sms, voice or both");
      }
      entries.add(new Entry(prefix, members(route, "sms"), members(route, "voice")));
    }
    return new RouteTable(entries);
  }

  boolean uses(String carrier) {
    return used.contains(carrier);
  }

  private List<Member> members(Section route, String channel) {
    List<Member> members = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    boolean plainBefore = false;
    for (Section.Item item : route.items(channel)) {
      Member member = member(route, item);
      if (member == null) {
        continue;
      }
      Pointer at =
          item.value() instanceof ObjectNode ? item.pointer().key("carrier") : item.pointer();
      checkCarrier(route, at, member.carrier(), channel);
      if (!seen.add(member.carrier())) {
        route.error(at, "\"" + member.carrier() + "\" stands twice in this list", null);
      }
      if (member.weight() != null && plainBefore) {
        route.error(
            item.pointer().key("weight"), "members with a weight stand before those without", null);
      }
      plainBefore |= member.weight() == null;
      members.add(member);
    }
    return List.copyOf(members);
  }

  private static @Nullable Member member(Section route, Section.Item item) {
    if (item.value().isTextual()) {
      return new Member(item.value().asText(), null, null);
    }
    Section member = route.in(item);
    return member.has("carrier")
        ? new Member(
            member.text("carrier"),
            member.maybeInteger("weight"),
            member.maybeText("sender"),
            member.has("cost") ? Math.round(member.number("cost") * MICROS) : 0)
        : null;
  }

  private void checkCarrier(Section route, Pointer at, String carrier, String channel) {
    used.add(carrier);
    Ability ability = carriers.get(carrier);
    if (ability == null) {
      String allowed = carriers.isEmpty() ? null : String.join(", ", carriers.keySet());
      route.error(
          at,
          "no carrier has the id \""
              + carrier
              + "\""
              + Suggestions.hint(carrier, carriers.keySet()),
          allowed);
    } else if (channel.equals("sms") && ability == Ability.CALLS) {
      route.error(at, "\"" + carrier + "\" has no smpp section and cannot send SMS", null);
    } else if (channel.equals("sms") && ability == Ability.RECEIVES_ONLY) {
      route.error(at, "\"" + carrier + "\" is bound as a receiver and cannot send", null);
    } else if (channel.equals("voice") && ability != Ability.CALLS) {
      route.error(at, "\"" + carrier + "\" has no sip section and cannot call", null);
    }
  }
}
