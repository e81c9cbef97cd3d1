package io.strowger.smpp.simulator;

import io.strowger.smpp.receipt.ReceiptState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Every dial by the name it has on the command line and in JSON, with its text form. */
@SuppressWarnings("ImmutableEnumChecker") // the functions are lambdas without state
public enum Dial {
  ACCEPT_RATIO(
      "accept-ratio",
      "share of submit_sm that are not refused, 0 to 1",
      (b, v) -> b.acceptRatio(number(v)),
      d -> number(d.acceptRatio())),
  REFUSE_STATUS(
      "refuse-status",
      "command_status of a refusal",
      (b, v) -> b.refuseStatus(status(v)),
      d -> status(d.refuseStatus())),
  ERROR_RATIO(
      "error-ratio",
      "share of submit_sm answered with error-status, 0 to 1",
      (b, v) -> b.errorRatio(number(v)),
      d -> number(d.errorRatio())),
  ERROR_STATUS(
      "error-status",
      "command_status of an error, for example 0x14",
      (b, v) -> b.errorStatus(status(v)),
      d -> status(d.errorStatus())),
  THROTTLE_ABOVE(
      "throttle-above",
      "submit_sm per second, above it ESME_RTHROTTLED; 0 never",
      (b, v) -> b.throttleAbove(number(v)),
      d -> number(d.throttleAbove())),
  UNANSWERED_RATIO(
      "unanswered-ratio",
      "share of submit_sm that are taken and never answered, 0 to 1",
      (b, v) -> b.unansweredRatio(number(v)),
      d -> number(d.unansweredRatio())),
  RESPONSE_DELAY(
      "response-delay",
      "before each submit_sm_resp: median, or median/p95, for example 20ms/100ms",
      (b, v) -> b.responseDelay(delay(v)),
      d -> delay(d.responseDelay())),
  DISCONNECT_EVERY(
      "disconnect-every",
      "close the link in place of each n-th answer; 0 never",
      (b, v) -> b.disconnectEvery(whole(v)),
      d -> Long.toString(d.disconnectEvery())),
  DROP_RATIO(
      "drop-ratio",
      "share of accepted messages silently dropped, 0 to 1",
      (b, v) -> b.dropRatio(number(v)),
      d -> number(d.dropRatio())),
  DROP_BY_PREFIX(
      "drop-by-prefix",
      "the same by destination prefix, the longest wins: 39333=1,44=0.5",
      (b, v) -> b.dropByPrefix(prefixes(v)),
      d -> prefixes(d.dropByPrefix())),
  FAIL_RATIO(
      "fail-ratio",
      "share of messages whose receipt says failure, 0 to 1",
      (b, v) -> b.failRatio(number(v)),
      d -> number(d.failRatio())),
  FAIL_STATE(
      "fail-state",
      "the failing receipt's stat, for example UNDELIV",
      (b, v) -> b.failState(state(v)),
      d -> d.failState().stat()),
  FAIL_ERROR(
      "fail-error",
      "the failing receipt's err, at most 10 letters and digits",
      (b, v) -> b.failError(v),
      Dials::failError),
  RECEIPTS(
      "receipts",
      "true, none, or fake: DELIVRD for dropped messages too",
      (b, v) -> b.receipts(choice(ReceiptMode.class, v)),
      d -> word(d.receipts())),
  RECEIPT_FORM(
      "receipt-form",
      "text, tlv or both",
      (b, v) -> b.receiptForm(choice(ReceiptForm.class, v)),
      d -> word(d.receiptForm())),
  RECEIPT_DELAY(
      "receipt-delay",
      "from submit_sm to its receipt: median, or median/p95, for example 3s/20s",
      (b, v) -> b.receiptDelay(delay(v)),
      d -> delay(d.receiptDelay())),
  DUPLICATE_RATIO(
      "duplicate-ratio",
      "share of receipts that come twice, 0 to 1",
      (b, v) -> b.duplicateRatio(number(v)),
      d -> number(d.duplicateRatio())),
  MISNAME_RATIO(
      "misname-ratio",
      "share of receipts that name the message before theirs, 0 to 1",
      (b, v) -> b.misnameRatio(number(v)),
      d -> number(d.misnameRatio())),
  RECEIPT_BEFORE_RESPONSE(
      "receipt-before-response",
      "receipts overtake their submit_sm_resp: true or false",
      (b, v) -> b.receiptBeforeResponse(flag(v)),
      d -> Boolean.toString(d.receiptBeforeResponse())),
  RESPONSE_ID(
      "response-id",
      "message ids in submit_sm_resp: decimal, decimal-padded, hex or hex-upper",
      (b, v) -> b.responseId(choice(MessageIdForm.class, v)),
      d -> word(d.responseId())),
  RECEIPT_ID(
      "receipt-id",
      "message ids in receipts: decimal, decimal-padded, hex or hex-upper",
      (b, v) -> b.receiptId(choice(MessageIdForm.class, v)),
      d -> word(d.receiptId())),
  REFUSE_BINDS(
      "refuse-binds",
      "command_status of every bind, for example 0x0D; 0 lets them in",
      (b, v) -> b.refuseBinds(status(v)),
      d -> status(d.refuseBinds())),
  SYSTEM_ID(
      "system-id",
      "the only system_id that may bind; empty for any",
      (b, v) -> b.systemId(v),
      Dials::systemId),
  PASSWORD(
      "password",
      "the only password that may bind; empty for any",
      (b, v) -> b.password(v),
      d -> d.password().isEmpty() ? "" : "***"),
  SMPP_VERSION(
      "smpp-version",
      "3.3, 3.4 or 5.0",
      (b, v) -> b.version(version(v)),
      d -> version(d.version())),
  ANNOUNCE_VERSION(
      "announce-version",
      "bind_resp carries sc_interface_version: true or false",
      (b, v) -> b.announceVersion(flag(v)),
      d -> Boolean.toString(d.announceVersion())),
  ENQUIRE_LINK(
      "enquire-link",
      "idle time before the carrier sends enquire_link; 0s never",
      (b, v) -> b.enquireLink(Durations.parse(v)),
      d -> Durations.format(d.enquireLink())),
  OWN_NUMBERS(
      "own-numbers",
      "numbers of your own: what is delivered to one comes back as a text to who is bound with that"
          + " system_id: 393331234567=strowger",
      (b, v) -> b.ownNumbers(owners(v)),
      d -> owners(d.ownNumbers())),
  CERTIFICATE(
      "certificate",
      "shown on new TLS links where it was issued here: valid, expired or wrong-host",
      (b, v) -> b.certificate(choice(CertificateFault.class, v)),
      d -> word(d.certificate()));

  private final String key;
  private final String description;
  private final BiConsumer<Dials.Builder, String> writer;
  private final Function<Dials, String> reader;

  Dial(
      String key,
      String description,
      BiConsumer<Dials.Builder, String> writer,
      Function<Dials, String> reader) {
    this.key = key;
    this.description = description;
    this.writer = writer;
    this.reader = reader;
  }

  public String key() {
    return key;
  }

  public String description() {
    return description;
  }

  /** The dial with this key, or null. */
  public static @Nullable Dial of(String key) {
    for (Dial dial : values()) {
      if (dial.key.equals(key)) {
        return dial;
      }
    }
    return null;
  }

  /** The value as text; the password as asterisks. */
  public String read(Dials dials) {
    return reader.apply(dials);
  }

  /**
   * Sets the dial from text; ranges are checked by {@link Dials.Builder#build()}.
   *
   * @throws IllegalArgumentException naming the dial and what is allowed
   */
  public void turn(Dials.Builder builder, String value) {
    try {
      writer.accept(builder, value.strip());
    } catch (RuntimeException e) {
      String given = this == PASSWORD ? "" : ", not '" + value + "'";
      throw new IllegalArgumentException(key + " is " + description + given, e);
    }
  }

  private static double number(String text) {
    return Double.parseDouble(text);
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }

  private static long whole(String text) {
    return Long.parseLong(text);
  }

  private static int status(String text) {
    return Integer.decode(text);
  }

  private static String status(int value) {
    return value == 0 ? "0" : String.format(Locale.ROOT, "0x%02X", value);
  }

  private static boolean flag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static Delay delay(String text) {
    int slash = text.indexOf('/');
    return slash < 0
        ? Delay.constant(Durations.parse(text))
        : new Delay(
            Durations.parse(text.substring(0, slash)), Durations.parse(text.substring(slash + 1)));
  }

  private static String delay(Delay delay) {
    String median = Durations.format(delay.median());
    return delay.median().equals(delay.p95())
        ? median
        : median + "/" + Durations.format(delay.p95());
  }

  private static Map<String, Double> prefixes(String text) {
    Map<String, Double> all = new TreeMap<>();
    for (String entry : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      int equals = entry.indexOf('=');
      all.put(entry.substring(0, equals).strip(), number(entry.substring(equals + 1).strip()));
    }
    return all;
  }

  private static String prefixes(Map<String, Double> prefixes) {
    List<String> entries = new ArrayList<>();
    new TreeMap<>(prefixes).forEach((prefix, share) -> entries.add(prefix + "=" + number(share)));
    return String.join(",", entries);
  }

  private static Map<String, String> owners(String text) {
    Map<String, String> all = new TreeMap<>();
    for (String entry : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      int equals = entry.indexOf('=');
      all.put(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
    }
    return all;
  }

  private static String owners(Map<String, String> owners) {
    List<String> entries = new ArrayList<>();
    new TreeMap<>(owners).forEach((number, owner) -> entries.add(number + "=" + owner));
    return String.join(",", entries);
  }

  private static ReceiptState state(String text) {
    for (ReceiptState state : ReceiptState.values()) {
      if (state.stat().equalsIgnoreCase(text)) {
        return state;
      }
    }
    throw new IllegalArgumentException();
  }

  private static int version(String text) {
    return switch (text) {
      case "3.3" -> 0x33;
      case "3.4" -> 0x34;
      case "5.0" -> 0x50;
      default -> throw new IllegalArgumentException();
    };
  }

  private static String version(int version) {
    return (version >> 4) + "." + (version & 0x0F);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
