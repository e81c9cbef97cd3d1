package io.strowger.gateway.config;

import io.strowger.gateway.canary.CanaryNumber;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.config.RouteReader.Ability;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.voice.CallerSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The section {@code canaries}. */
final class CanaryReader {
  private CanaryReader() {}

  static CanarySettings settings(Section canaries, Set<String> callers) {
    return new CanarySettings(
        canaries.duration("interval"),
        canaries.duration("lost-after"),
        canaries.integer("per-day"),
        canaries.maybeText("sender"),
        canaries.texts("texts"),
        canaries.sections("numbers").stream()
            .map(one ->
                new CanaryNumber(
                    one.text("id"),
                    new PhoneNumber(one.text("number")),
                    one.text("returns-by"),
                    callers.contains(one.text("returns-by"))))
            .toList(),
        new CanarySettings.Calls(
            canaries.section("calls").duration("interval"),
            canaries.section("calls").integer("per-day")));
  }

  /** The carriers that call, each with the numbers of our own whose calls it brings. */
  static List<CallerSettings> bringing(List<CallerSettings> callers, CanarySettings canaries) {
    List<CallerSettings> all = new ArrayList<>();
    for (CallerSettings caller : callers) {
      Set<String> own = new HashSet<>();
      for (CanaryNumber number : canaries.numbers()) {
        if (number.returnsBy().equals(caller.id())) {
          own.add(number.number().digits());
        }
      }
      all.add(new CallerSettings(caller.carrier().withOwnNumbers(own), caller.doors()));
    }
    return all;
  }

  static void check(Section canaries, Map<String, Ability> carriers, RouteTable routes) {
    Map<String, Integer> lineById = new HashMap<>();
    Set<String> numbers = new HashSet<>();
    for (Section one : canaries.sections("numbers")) {
      Integer earlier = lineById.putIfAbsent(one.text("id"), one.line("id"));
      if (earlier != null && one.has("id")) {
        one.error("id", "\"" + one.text("id") + "\" is also the number of line " + earlier);
      }
      if (one.has("number") && !numbers.add(one.text("number"))) {
        one.error("number", "stands twice in this list");
      }
      checkCarriers(one, carriers, routes);
    }
  }

  private static void checkCarriers(Section one, Map<String, Ability> carriers, RouteTable routes) {
    String host = one.text("returns-by");
    Ability ability = carriers.get(host);
    if (!one.has("returns-by")) {
      return;
    }
    if (ability == null) {
      one.error(
          "returns-by",
          "no carrier has the id \"" + host + "\"" + Suggestions.hint(host, carriers.keySet()),
          String.join(", ", carriers.keySet()));
    } else if (one.has("number")) {
      List<String> over =
          ability == Ability.CALLS
              ? routes.voiceCarriers(one.text("number"))
              : routes.smsCarriers(one.text("number"));
      if (over.stream().allMatch(host::equals)) {
        one.warning("number", "no carrier but " + host + " has a route to it: nothing is sent");
      } else if (over.size() == 1) {
        one.warning(
            "number",
            "only "
                + over.getFirst()
                + " has a route to it: when nothing comes back, nobody can tell whether it is the"
                + " carrier or the number");
      }
    }
  }
}
