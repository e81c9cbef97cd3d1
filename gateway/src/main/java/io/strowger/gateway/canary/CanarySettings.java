package io.strowger.gateway.canary;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which canaries are sent.
 *
 * @param interval between two over one carrier while nothing is suspected, 5 s to 1 h
 * @param lostAfter a canary that is not back by then is lost, 5 s to 5 min
 * @param perDay at most so many over one carrier, spread over the day but for a short burst
 * @param sender null for each carrier's own
 * @param texts taken in turn; each has {@link #PLACE} once, where the canary's digits go
 * @param calls how often there are calls
 */
public record CanarySettings(
    Duration interval,
    Duration lostAfter,
    int perDay,
    @Nullable String sender,
    List<String> texts,
    List<CanaryNumber> numbers,
    Calls calls) {
  public static final String PLACE = "{code}";

  /** No numbers, no canaries. */
  public static final CanarySettings NONE =
      new CanarySettings(
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          3_000,
          null,
          List.of("Your code is " + PLACE),
          List.of());

  /**
   * Calls, which are dearer than texts.
   *
   * @param interval between two over one carrier while nothing is suspected, 10 s to 1 d
   * @param perDay at most so many over one carrier, spread over the day but for a short burst
   */
  public record Calls(Duration interval, int perDay) {
    public static final Calls USUAL = new Calls(Duration.ofMinutes(10), 400);
  }

  /** With calls as usual. */
  public CanarySettings(
      Duration interval,
      Duration lostAfter,
      int perDay,
      @Nullable String sender,
      List<String> texts,
      List<CanaryNumber> numbers) {
    this(interval, lostAfter, perDay, sender, texts, numbers, Calls.USUAL);
  }

  public CanarySettings {
    texts = List.copyOf(texts);
    numbers = List.copyOf(numbers);
  }
}
