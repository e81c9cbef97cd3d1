package io.strowger.gateway.main;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "affected",
    mixinStandardHelpOptions = true,
    description = {
      "Tells who was hit: accounts, messages and recipients that met trouble in an interval.",
      "Trouble is an attempt that was refused, lost or left unanswered, also when the passcode",
      "arrived another way in the end."
    })
final class AffectedCommand implements Callable<Integer> {
  private static final String FORMS = "15:30 (the last one), 2026-11-22T15:30, or with a zone";

  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ApiOptions api = new ApiOptions();

  @Option(
      names = "--since",
      required = true,
      paramLabel = "TIME",
      description = "Accepted since: " + FORMS + ".")
  private String since = "";

  @Option(names = "--until", paramLabel = "TIME", description = "Accepted before; default now.")
  private @Nullable String until;

  @Option(names = "--account", paramLabel = "ID", description = "Only this account.")
  private @Nullable String account;

  @Option(names = "--carrier", paramLabel = "ID", description = "Only trouble with this carrier.")
  private @Nullable String carrier;

  @Option(
      names = "--cause",
      paramLabel = "CAUSE",
      description = "Only silent, no_receipt, in_doubt, refused, not_sent or no_route.")
  private @Nullable String cause;

  @Option(
      names = "--recipients",
      paramLabel = "N",
      defaultValue = "5",
      description = "Name so many recipients of each account, masked (default ${DEFAULT-VALUE}).")
  private int recipients = 5;

  @Override
  public Integer call() throws CommandFailure, UsageFailure {
    Clock clock = Clock.system(ZoneId.systemDefault());
    List<String> query = new ArrayList<>();
    query.add("since=" + encode(instant(since, clock)));
    if (until != null) {
      query.add("until=" + encode(instant(until, clock)));
    }
    add(query, "account", account);
    add(query, "carrier", carrier);
    add(query, "cause", cause);
    query.add("recipients=" + recipients);
    JsonNode report = api.client().get("/v1/admin/affected?" + String.join("&", query));
    PrintWriter out = Out.of(spec);
    if (api.json()) {
      out.println(report.toPrettyString());
    } else {
      print(out, report);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, JsonNode report) {
    out.printf(
        "%s to %s: %s messages met trouble, of %s accounts, to %s%s recipients%n",
        report.path("since").asText(),
        report.path("until").asText(),
        report.path("messages").asText(),
        report.path("accounts").size(),
        report.path("complete").asBoolean() ? "" : "at least ",
        report.path("recipients").asText());
    if (report.path("accounts").isEmpty()) {
      return;
    }
    Table table =
        new Table("ACCOUNT", "MESSAGES", "RECIPIENTS", "DELIVERED", "FAILED", "EXPIRED", "OPEN");
    for (JsonNode account : report.path("accounts")) {
      JsonNode states = account.path("states");
      table.add(
          account.path("account").asText(),
          account.path("messages").asText(),
          account.path("recipients").asText(),
          states.path("delivered").asText("0"),
          states.path("failed").asText("0"),
          states.path("expired").asText("0"),
          Long.toString(
              states.path("accepted").asLong()
                  + states.path("sending").asLong()
                  + states.path("sent").asLong()));
    }
    out.println();
    out.print(table);
    out.println();
    Table causes = new Table("ACCOUNT", "CAUSE", "CARRIER", "MESSAGES", "FIRST", "LAST");
    for (JsonNode account : report.path("accounts")) {
      for (JsonNode cause : account.path("causes")) {
        causes.add(
            account.path("account").asText(),
            cause.path("cause").asText(),
            cause.path("carrier").isNull() ? "-" : cause.path("carrier").asText(),
            cause.path("messages").asText(),
            cause.path("first_at").asText(),
            cause.path("last_at").asText());
      }
    }
    out.print(causes);
    Table named = new Table("ACCOUNT", "RECIPIENT", "STATE", "ACCEPTED");
    boolean any = false;
    for (JsonNode account : report.path("accounts")) {
      for (JsonNode recipient : account.path("named")) {
        any = true;
        named.add(
            account.path("account").asText(),
            recipient.path("to").asText(),
            recipient.path("state").asText(),
            recipient.path("accepted_at").asText());
      }
    }
    if (any) {
      out.println();
      out.print(named);
    }
  }

  /** A time of day is the last one that has been; a time without a zone is of this machine's. */
  static String instant(String text, Clock clock) throws UsageFailure {
    ZoneId zone = clock.getZone();
    try {
      if (text.length() <= 8) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        ZonedDateTime today = now.with(LocalTime.parse(text));
        return shown(today.isAfter(now) ? today.minusDays(1) : today);
      }
      if (text.endsWith("Z") || text.matches(".*[+-]\\d\\d:\\d\\d")) {
        return shown(OffsetDateTime.parse(text).toZonedDateTime());
      }
      return shown(LocalDateTime.parse(text).atZone(zone));
    } catch (DateTimeParseException e) {
      throw new UsageFailure("'" + text + "' is not a time: write " + FORMS);
    }
  }

  private static String shown(ZonedDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
  }

  private static void add(List<String> query, String name, @Nullable String value) {
    if (value != null) {
      query.add(name + "=" + encode(value));
    }
  }

  private static String encode(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
