package io.strowger.gateway.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a message is for, and by which channels it may go.
 *
 * @param steps in order of preference; each channel at most once
 */
public record Plan(Purpose purpose, List<Step> steps) {
  private static final char DELAY = '+';
  private static final String APPROVAL = "APPROVAL:";

  /** What the recipient is to do with it. */
  public enum Purpose {
    /** Type a passcode in. */
    PASSCODE,
    /** Answer a question by a key. Calls alone can ask. */
    APPROVAL
  }

  /**
   * @param afterMillis how long after acceptance the channel opens, whether or not an earlier one
   *     is still hoped for; 0: at once, and used when the earlier ones have no route left
   */
  public record Step(Channel channel, long afterMillis) {
    public Step {
      if (afterMillis < 0) {
        throw new IllegalArgumentException("a delay below 0");
      }
    }
  }

  /** A question by telephone. */
  public static final Plan ASK = new Plan(Purpose.APPROVAL, List.of(new Step(Channel.VOICE, 0)));

  public Plan {
    steps = List.copyOf(steps);
  }

  /** A passcode by these channels, each as soon as the ones before it have no route left. */
  public static Plan of(List<Channel> channels) {
    return new Plan(
        Purpose.PASSCODE, channels.stream().map(channel -> new Step(channel, 0)).toList());
  }

  public List<Channel> channels() {
    return steps.stream().map(Step::channel).toList();
  }

  public boolean uses(Channel channel) {
    for (Step step : steps) {
      if (step.channel() == channel) {
        return true;
      }
    }
    return false;
  }

  /** The same without a channel that cannot carry it; that channel's turn is nobody's. */
  public Plan without(Channel channel) {
    return new Plan(purpose, steps.stream().filter(step -> step.channel() != channel).toList());
  }

  /** The same without voice, when nothing of the message can be spoken and it can go otherwise. */
  public Plan fitting(@Nullable Secret text, @Nullable Secret code) {
    boolean speakable = !uses(Channel.VOICE) || SpokenCode.of(text, code) != null;
    return speakable || steps.size() == 1 ? this : without(Channel.VOICE);
  }

  /** Short and stable, since it is on disk: {@code SMS,VOICE+30000}. */
  public String text() {
    StringBuilder text = new StringBuilder(purpose == Purpose.APPROVAL ? APPROVAL : "");
    for (Step step : steps) {
      text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ",");
      text.append(step.channel().name());
      if (step.afterMillis() > 0) {
        text.append(DELAY).append(step.afterMillis());
      }
    }
    return text.toString();
  }

  /**
   * @throws IllegalArgumentException when it is not what {@link #text} makes
   */
  public static Plan parse(String text) {
    boolean asks = text.startsWith(APPROVAL);
    String list = asks ? text.substring(APPROVAL.length()) : text;
    List<Step> steps = new ArrayList<>(2);
    if (!list.isEmpty()) {
      for (String step : list.split(",", -1)) {
        int delay = step.indexOf(DELAY);
        steps.add(
            delay < 0
                ? new Step(Channel.valueOf(step), 0)
                : new Step(
                    Channel.valueOf(step.substring(0, delay)),
                    Long.parseLong(step, delay + 1, step.length(), 10)));
      }
    }
    return new Plan(asks ? Purpose.APPROVAL : Purpose.PASSCODE, steps);
  }
}
