package io.strowger.gateway.alarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Carriers of one channel that cannot be reached, or refuse us. A refusal is told at once: it does
 * not mend itself. A link that is merely away has a moment to come back.
 */
public final class CarrierWatch {
  /** What it raises. */
  public static final Set<AlarmKind> KINDS =
      Set.of(
          AlarmKind.CARRIER_UNREACHABLE,
          AlarmKind.CARRIER_REFUSES_US,
          AlarmKind.CREDENTIAL_REFUSED,
          AlarmKind.LINK_DOWN);

  private static final long ALL_DOWN_MILLIS = Duration.ofSeconds(5).toMillis();
  private static final long ONE_DOWN_MILLIS = Duration.ofSeconds(15).toMillis();

  private final String part;
  private final String fit;
  private final String refuses;
  private final String asking;
  private final Map<String, Long> downSince = new HashMap<>();
  private final Map<String, Long> secondSince = new HashMap<>();

  private CarrierWatch(String part, String fit, String refuses, String asking) {
    this.part = part;
    this.fit = fit;
    this.refuses = refuses;
    this.asking = asking;
  }

  /** Of carriers that take messages. */
  public static CarrierWatch ofLinks() {
    return new CarrierWatch("link", "bound", "refuses", "bind");
  }

  /** Of carriers that call. */
  public static CarrierWatch ofTrunks() {
    return new CarrierWatch("trunk", "up", "refuses us on", "trunk");
  }

  /** Everything that is wrong now. */
  public List<Condition> see(Collection<LinkView> links, long nowMillis) {
    Map<String, List<LinkView>> carriers = new LinkedHashMap<>();
    downSince.keySet().retainAll(links.stream().map(LinkView::subject).toList());
    for (LinkView link : links) {
      if (link.up() || !link.wanted()) {
        downSince.remove(link.subject());
      } else {
        downSince.putIfAbsent(link.subject(), nowMillis);
      }
      if (link.wanted()) {
        carriers.computeIfAbsent(link.carrier(), _ -> new ArrayList<>()).add(link);
      }
    }
    boolean anyUp = links.stream().anyMatch(link -> link.up() && link.wanted());
    List<Condition> wrong = new ArrayList<>();
    carriers.forEach((carrier, own) -> see(carrier, own, anyUp, nowMillis, wrong));
    secondSince.keySet().retainAll(carriers.keySet());
    carriers.forEach((carrier, own) -> seeCredentials(carrier, own, nowMillis, wrong));
    return wrong;
  }

  private void seeCredentials(
      String carrier, List<LinkView> links, long now, List<Condition> wrong) {
    Map<String, String> evidence = new LinkedHashMap<>();
    for (LinkView link : links) {
      String refusal = link.firstRefused();
      if (link.up() && refusal != null) {
        evidence.put(link.link(), refusal);
      }
    }
    if (!evidence.isEmpty()) {
      wrong.add(
          new Condition(
              new AlarmKey(AlarmKind.CREDENTIAL_REFUSED, carrier),
              Severity.MINOR,
              carrier + " refuses the first credential; the second one carries",
              evidence,
              secondSince.computeIfAbsent(carrier, _ -> now)));
    } else if (links.stream().anyMatch(LinkView::up)) {
      secondSince.remove(carrier);
    }
  }

  private void see(
      String carrier, List<LinkView> links, boolean anyUp, long now, List<Condition> wrong) {
    List<LinkView> down = links.stream().filter(link -> !link.up()).toList();
    if (down.isEmpty()) {
      return;
    }
    boolean useless = down.size() == links.size();
    List<LinkView> refusing = down.stream().filter(LinkView::refused).toList();
    if (!refusing.isEmpty()) {
      wrong.add(
          condition(
              new AlarmKey(AlarmKind.CARRIER_REFUSES_US, carrier),
              useless ? Severity.CRITICAL : Severity.MAJOR,
              carrier + " " + refuses + " " + count(refusing.size(), links.size()),
              refusing));
    } else if (useless && now - latest(down) >= ALL_DOWN_MILLIS) {
      wrong.add(
          condition(
              new AlarmKey(AlarmKind.CARRIER_UNREACHABLE, carrier),
              anyUp ? Severity.MAJOR : Severity.CRITICAL,
              "no "
                  + part
                  + " of "
                  + carrier
                  + " is "
                  + fit
                  + (anyUp ? "" : ", nor of any other carrier"),
              down));
    }
    if (!useless) {
      for (LinkView link : down) {
        if (!link.refused() && now - since(link) >= ONE_DOWN_MILLIS) {
          wrong.add(
              condition(
                  new AlarmKey(AlarmKind.LINK_DOWN, link.subject()),
                  Severity.MINOR,
                  "one of " + links.size() + " " + part + "s of " + carrier + " is not " + fit,
                  List.of(link)));
        }
      }
    }
  }

  private String count(int refused, int all) {
    return refused == all ? "every " + asking : refused + " of " + all + " " + asking + "s";
  }

  private Condition condition(AlarmKey key, Severity severity, String cause, List<LinkView> links) {
    Map<String, String> evidence = new LinkedHashMap<>();
    for (LinkView link : links) {
      String why = link.cause();
      evidence.put(link.link(), why == null ? "never " + fit : why);
      LinkView.Shown shown = link.certificate();
      if (link.refused() && shown != null) {
        evidence.put(link.link() + " shows", shown.subject() + " " + shown.fingerprint());
      }
    }
    long onset = links.stream().mapToLong(this::since).min().orElse(0);
    return new Condition(key, severity, cause, evidence, onset);
  }

  private long latest(List<LinkView> down) {
    return down.stream().mapToLong(this::since).max().orElse(0);
  }

  private long since(LinkView link) {
    return downSince.getOrDefault(link.subject(), 0L);
  }
}
