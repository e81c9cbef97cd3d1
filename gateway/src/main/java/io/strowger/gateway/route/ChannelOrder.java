package io.strowger.gateway.route;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal.Disposition;
import io.strowger.gateway.message.Verdict;
import java.util.ArrayList;
import java.util.List;

/** In which order the channels of a message's plan are asked for a route. Pure. */
final class ChannelOrder {
  /** Two copies without a receipt: a third would not be believed either. */
  private static final int MAX_SILENT_COPIES = 2;

  private ChannelOrder() {}

  /** A channel whose time has come goes first until it was tried; the others as they stand. */
  static List<Plan.Step> of(Message message, long now) {
    List<Plan.Step> steps = message.spec().plan().steps();
    if (steps.size() < 2) {
      return steps;
    }
    List<Plan.Step> ordered = new ArrayList<>(steps.size());
    for (Plan.Step step : steps) {
      if (isEscalation(message, step, now)) {
        ordered.add(step);
      }
    }
    for (Plan.Step step : steps) {
      if (!isEscalation(message, step, now)) {
        ordered.add(step);
      }
    }
    return ordered;
  }

  static boolean isEscalation(Message message, Plan.Step step, long now) {
    return step.afterMillis() > 0
        && opensAt(message, step) <= now
        && message.attempts().stream()
            .noneMatch(attempt -> attempt.choice().channel() == step.channel());
  }

  static long opensAt(Message message, Plan.Step step) {
    return message.spec().acceptedAtMillis() + step.afterMillis();
  }

  /** No route of the channel would do better than what was tried, or is still hoped for. */
  static boolean isSettled(Message message, Channel channel) {
    int silent = 0;
    for (Attempt attempt : message.attempts()) {
      if (attempt.choice().channel() != channel || attempt.isProbe()) {
        continue;
      }
      silent += attempt.verdict() instanceof Verdict.Silent ? 1 : 0;
      if (silent == MAX_SILENT_COPIES
          || (attempt.verdict() instanceof Verdict.Taken || isFinalFor(attempt.verdict()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isFinalFor(Verdict verdict) {
    return verdict instanceof Verdict.Refused refused
        && (refused.refusal().disposition() == Disposition.OTHER_CHANNEL
            || refused.refusal().disposition() == Disposition.PERMANENT_FOR_NUMBER);
  }
}
