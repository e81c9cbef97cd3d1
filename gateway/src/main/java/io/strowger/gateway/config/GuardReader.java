package io.strowger.gateway.config;

import io.strowger.gateway.account.CountryLimit;
import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.account.Limits;
import io.strowger.gateway.account.PumpingWatch;
import io.strowger.gateway.account.Quota;
import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.RateDeck;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.Numbering;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What guards an account: {@code destinations}, {@code limits}, {@code risk-check}; and the section
 * {@code guard} of all accounts.
 */
final class GuardReader {
  private static final double MICROS = 1e6;

  private GuardReader() {}

  /** Made, by the supplier, only when the whole file is good. */
  static Supplier<GuardRules> read(Section account) {
    warnOfSilence(account);
    Section limits = account.section("limits");
    Map<String, List<Quota>> quotas = new HashMap<>();
    for (String key :
        List.of("per-account", "per-number", "per-hundred", "per-ten-thousand", "per-end-user")) {
      quotas.put(key, quotas(limits, key));
    }
    Section risk = account.maybeSection("risk-check");
    URI riskUrl = risk == null ? null : url(risk);
    return () ->
        new GuardRules(
            destinations(account),
            limits(limits, quotas),
            PumpingWatch.valueOf(
                limits.text("pumping").replace("none", "off").toUpperCase(Locale.ROOT)),
            risk == null || riskUrl == null ? null : risk(risk, riskUrl));
  }

  static GuardSettings settings(Section guard) {
    Map<String, Long> rates = new HashMap<>();
    Section prices = guard.section("rates");
    for (String prefix : prices.entries().keySet()) {
      rates.put(prefix, Math.round(prices.number(prefix) * MICROS));
    }
    return new GuardSettings(new RateDeck(rates), guard.size("memory"));
  }

  /** Calls nobody allowed: easily overlooked, since messages go by SMS all the same. */
  private static void warnOfSilence(Section account) {
    Section destinations = account.section("destinations");
    boolean calls = account.texts("channels").contains("voice");
    boolean mayCall =
        !destinations.texts("voice").isEmpty()
            || !destinations.texts("home").isEmpty()
            || destinations.texts("allow").stream().anyMatch(prefix -> prefix.length() > 1)
            || account.maybeText("default-region") != null;
    if (calls && !mayCall) {
      account.warning("channels", "voice, but nobody may be called: destinations.voice says who");
    }
  }

  private static Destinations destinations(Section account) {
    Section destinations = account.section("destinations");
    List<String> home = destinations.texts("home");
    String region = account.maybeText("default-region");
    int callingCode = region == null ? 0 : Numbering.callingCode(region);
    if (home.isEmpty() && callingCode != 0) {
      home = List.of("+" + callingCode);
    }
    return new Destinations(
        destinations.texts("allow"),
        destinations.texts("voice"),
        destinations.texts("deny"),
        home,
        types(destinations.texts("allow-types")),
        types(destinations.texts("refuse-types")));
  }

  private static Set<NumberType> types(Collection<String> words) {
    Set<NumberType> types = EnumSet.noneOf(NumberType.class);
    for (String word : words) {
      types.add(
          switch (word) {
            case "fixed-line" -> NumberType.FIXED_LINE;
            case "toll-free" -> NumberType.TOLL_FREE;
            case "voip" -> NumberType.VOIP;
            case "unassigned" -> NumberType.UNKNOWN;
            default -> throw new IllegalArgumentException("the schema allows no other type");
          });
    }
    return types;
  }

  private static Limits limits(Section limits, Map<String, List<Quota>> quotas) {
    Section country = limits.maybeSection("per-country");
    return new Limits(
        limits.number("per-second"),
        quotas.getOrDefault("per-account", List.of()),
        quotas.getOrDefault("per-number", List.of()),
        quotas.getOrDefault("per-hundred", List.of()),
        quotas.getOrDefault("per-ten-thousand", List.of()),
        quotas.getOrDefault("per-end-user", List.of()),
        country == null
            ? null
            : new CountryLimit(
                country.number("factor"),
                country.integer("plus"),
                (int) country.duration("learn").toHours()),
        Math.round(limits.number("cost-per-day") * MICROS),
        limits.duration("same-text").toMillis());
  }

  private static List<Quota> quotas(Section limits, String key) {
    Section section = limits.section(key);
    List<Quota> quotas = new ArrayList<>();
    for (String each : section.entries().keySet()) {
      long millis = window(each.substring("per-".length())).toMillis();
      if (millis < Quota.WINDOW_MIN_MILLIS || millis > Quota.WINDOW_MAX_MILLIS) {
        section.error(each, "is not a time that is counted over", "per-1s to per-31d");
      } else if (section.integer(each) > 0) {
        quotas.add(new Quota(section.integer(each), millis));
      }
    }
    return quotas;
  }

  private static Duration window(String word) {
    return switch (word) {
      case "second" -> Duration.ofSeconds(1);
      case "minute" -> Duration.ofMinutes(1);
      case "hour" -> Duration.ofHours(1);
      case "day" -> Duration.ofDays(1);
      default -> Quantities.duration(word);
    };
  }

  private static RiskRules risk(Section risk, URI url) {
    String bearer = risk.maybeText("bearer");
    return new RiskRules(
        url,
        bearer == null ? null : new Secret(bearer),
        (int) risk.duration("timeout").toMillis(),
        risk.text("without-answer").equals("allow"));
  }

  private static @Nullable URI url(Section risk) {
    if (!risk.has("url")) {
      return null;
    }
    try {
      URI url = new URI(risk.text("url"));
      if (url.getHost() != null && url.getUserInfo() == null) {
        return url;
      }
    } catch (URISyntaxException _) {
      // Told below, like an address without a host.
    }
    risk.error("url", "is not an address", "an http or https address, without a user name");
    return null;
  }
}
