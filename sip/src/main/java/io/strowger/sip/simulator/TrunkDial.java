package io.strowger.sip.simulator;

import io.strowger.sip.simulator.TrunkDials.DigestForm;
import io.strowger.sip.simulator.TrunkDials.KeyMode;
import io.strowger.sip.simulator.TrunkDials.MediaSecurity;
import io.strowger.sip.simulator.TrunkDials.Ringing;
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
public enum TrunkDial {
  THROTTLE_ABOVE(
      "throttle-above",
      "INVITEs per second, above it 503; 0 never",
      (b, v) -> b.throttleAbove(number(v)),
      d -> number(d.throttleAbove())),
  CALLS_MAX(
      "calls-max",
      "calls at once, above it 503; 0 any number",
      (b, v) -> b.callsMax(Long.parseLong(v)),
      d -> Long.toString(d.callsMax())),
  UNANSWERED_RATIO(
      "unanswered-ratio",
      "share of INVITEs that get no response at all, 0 to 1",
      (b, v) -> b.unansweredRatio(number(v)),
      d -> number(d.unansweredRatio())),
  RESPONSE_DELAY(
      "response-delay",
      "before the 100: median, or median/p95, for example 20ms/100ms",
      (b, v) -> b.responseDelay(delay(v)),
      d -> delay(d.responseDelay())),
  REFUSE_RATIO(
      "refuse-ratio",
      "share of calls refused with refuse-status, 0 to 1",
      (b, v) -> b.refuseRatio(number(v)),
      d -> number(d.refuseRatio())),
  REFUSE_STATUS(
      "refuse-status",
      "of a refusal, 300 to 699, for example 486, 503 or 603",
      (b, v) -> b.refuseStatus(Integer.parseInt(v)),
      d -> Integer.toString(d.refuseStatus())),
  REFUSE_BY_PREFIX(
      "refuse-by-prefix",
      "the status of all calls to a prefix, the longest wins: 39333=503,44=486",
      (b, v) -> b.refuseByPrefix(prefixes(v, Integer::valueOf)),
      d -> prefixes(d.refuseByPrefix(), String::valueOf)),
  RINGING(
      "ringing",
      "ringing (180), progress (183), queued (182) or none",
      (b, v) -> b.ringing(choice(Ringing.class, v)),
      d -> word(d.ringing())),
  RINGING_DELAY(
      "ringing-delay",
      "from INVITE to the 18x: median, or median/p95",
      (b, v) -> b.ringingDelay(delay(v)),
      d -> delay(d.ringingDelay())),
  EARLY_MEDIA(
      "early-media",
      "the 18x brings a ringback tone: true or false",
      (b, v) -> b.earlyMedia(flag(v)),
      d -> Boolean.toString(d.earlyMedia())),
  RELIABLE(
      "reliable",
      "the 18x is sent reliably to who supports it: true or false",
      (b, v) -> b.reliable(flag(v)),
      d -> Boolean.toString(d.reliable())),
  ANSWER_DELAY(
      "answer-delay",
      "from INVITE to the answer, or to a refusal: median, or median/p95",
      (b, v) -> b.answerDelay(delay(v)),
      d -> delay(d.answerDelay())),
  NO_ANSWER_RATIO(
      "no-answer-ratio",
      "share of calls that ring until the caller gives up, 0 to 1",
      (b, v) -> b.noAnswerRatio(number(v)),
      d -> number(d.noAnswerRatio())),
  QUEUE_RATIO(
      "queue-ratio",
      "share of calls held back for queue-delay before their answer, 0 to 1",
      (b, v) -> b.queueRatio(number(v)),
      d -> number(d.queueRatio())),
  QUEUE_DELAY(
      "queue-delay",
      "from INVITE to the answer of a call held back: median, or median/p95",
      (b, v) -> b.queueDelay(delay(v)),
      d -> delay(d.queueDelay())),
  LATE_ANSWER(
      "late-answer",
      "a cancelled call is answered all the same: true or false",
      (b, v) -> b.lateAnswer(flag(v)),
      d -> Boolean.toString(d.lateAnswer())),
  SILENT_RATIO(
      "silent-ratio",
      "share of calls answered without any media, 0 to 1",
      (b, v) -> b.silentRatio(number(v)),
      d -> number(d.silentRatio())),
  SILENT_BY_PREFIX(
      "silent-by-prefix",
      "the same by destination prefix, the longest wins: 39333=1,44=0.5",
      (b, v) -> b.silentByPrefix(prefixes(v, Double::valueOf)),
      d -> prefixes(d.silentByPrefix(), TrunkDial::number)),
  HANG_UP_RATIO(
      "hang-up-ratio",
      "share of calls answered and hung up at once, 0 to 1",
      (b, v) -> b.hangUpRatio(number(v)),
      d -> number(d.hangUpRatio())),
  RINGBACK_RATIO(
      "ringback-ratio",
      "share of calls answered with a ringback tone that goes on, 0 to 1",
      (b, v) -> b.ringbackRatio(number(v)),
      d -> number(d.ringbackRatio())),
  VOICEMAIL_RATIO(
      "voicemail-ratio",
      "share of calls answered by a voicemail, 0 to 1",
      (b, v) -> b.voicemailRatio(number(v)),
      d -> number(d.voicemailRatio())),
  KEYS(
      "keys",
      "what a person presses, 0-9, * and #; empty for nothing",
      (b, v) -> b.keys(v),
      TrunkDials::keys),
  KEY_DELAY(
      "key-delay",
      "from the answer to the first key, and between keys: median, or median/p95",
      (b, v) -> b.keyDelay(delay(v)),
      d -> delay(d.keyDelay())),
  KEY_MODE(
      "key-mode",
      "events (RFC 4733), info (SIP INFO) or tones",
      (b, v) -> b.keyMode(choice(KeyMode.class, v)),
      d -> word(d.keyMode())),
  HANG_UP_AFTER(
      "hang-up-after",
      "a person hangs up after that long; 0s never",
      (b, v) -> b.hangUpAfter(Durations.parse(v)),
      d -> Durations.format(d.hangUpAfter())),
  USER(
      "user",
      "the name for digest authentication; empty for none",
      (b, v) -> b.user(v),
      TrunkDials::user),
  PASSWORD(
      "password",
      "the password for digest authentication",
      (b, v) -> b.password(v),
      d -> d.password().isEmpty() ? "" : "***"),
  DIGEST(
      "digest",
      "md5 or sha-256",
      (b, v) -> b.digest(choice(DigestForm.class, v)),
      d -> word(d.digest())),
  SRTP(
      "srtp",
      "as-offered, required or refused; a call that offers otherwise gets 488",
      (b, v) -> b.srtp(choice(MediaSecurity.class, v)),
      d -> word(d.srtp())),
  OPTIONS_STATUS(
      "options-status",
      "answer to OPTIONS, 200 to 699; 0 gives none",
      (b, v) -> b.optionsStatus(Integer.parseInt(v)),
      d -> Integer.toString(d.optionsStatus())),
  OWN_NUMBERS(
      "own-numbers",
      "numbers of the clients' own, each with where its client listens for UDP: a call that a"
          + " person would take comes back there, with its keys; 390299887766=127.0.0.1:5070",
      (b, v) -> b.ownNumbers(prefixes(v, text -> text)),
      d -> prefixes(d.ownNumbers(), text -> text));

  private final String key;
  private final String description;
  private final BiConsumer<TrunkDialsBuilder, String> writer;
  private final Function<TrunkDials, String> reader;

  TrunkDial(
      String key,
      String description,
      BiConsumer<TrunkDialsBuilder, String> writer,
      Function<TrunkDials, String> reader) {
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
  public static @Nullable TrunkDial of(String key) {
    for (TrunkDial dial : values()) {
      if (dial.key.equals(key)) {
        return dial;
      }
    }
    return null;
  }

  /** The value as text; the password as asterisks. */
  public String read(TrunkDials dials) {
    return reader.apply(dials);
  }

  /**
   * Sets the dial from text; ranges are checked by {@link TrunkDialsBuilder#build()}.
   *
   * @throws IllegalArgumentException naming the dial and what is allowed
   */
  public void turn(TrunkDialsBuilder builder, String value) {
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

  private static <T> Map<String, T> prefixes(String text, Function<String, T> value) {
    Map<String, T> all = new TreeMap<>();
    for (String entry : text.isEmpty() ? List.<String>of() : List.of(text.split(",", -1))) {
      int equals = entry.indexOf('=');
      all.put(entry.substring(0, equals).strip(), value.apply(entry.substring(equals + 1).strip()));
    }
    return all;
  }

  private static <T> String prefixes(Map<String, T> prefixes, Function<T, String> text) {
    List<String> entries = new ArrayList<>();
    new TreeMap<>(prefixes)
        .forEach((prefix, value) -> entries.add(prefix + "=" + text.apply(value)));
    return String.join(",", entries);
  }

  private static <E extends Enum<E>> E choice(Class<E> type, String text) {
    return Enum.valueOf(type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
