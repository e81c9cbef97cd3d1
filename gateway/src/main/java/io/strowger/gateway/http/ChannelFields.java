package io.strowger.gateway.http;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The field {@code channels}: names, or objects with a channel and how long after to use it. */
final class ChannelFields {
  private static final String ALLOWED = "sms, voice";
  private static final String SHAPE = "array of \"sms\", \"voice\" or {channel, after}";

  private ChannelFields() {}

  /** Names alone. */
  static List<Channel> channels(JsonFields fields) throws Rejected {
    Plan plan = plan(fields);
    if (plan.steps().stream().anyMatch(step -> step.afterMillis() > 0)) {
      throw RequestFields.invalid("channels", "Delays are for messages alone.", ALLOWED);
    }
    return plan.channels();
  }

  static Plan plan(JsonFields fields) throws Rejected {
    if (!fields.isArray()) {
      throw RequestFields.wrongType("channels", SHAPE);
    }
    List<Plan.Step> steps = new ArrayList<>(2);
    while (fields.nextElement()) {
      Plan.Step step = step(fields);
      if (steps.stream().anyMatch(other -> other.channel() == step.channel())) {
        throw RequestFields.invalid("channels", "A channel is given twice.", ALLOWED);
      }
      steps.add(step);
    }
    if (steps.isEmpty()) {
      throw RequestFields.invalid("channels", "At least one channel is needed.", ALLOWED);
    }
    return new Plan(Plan.Purpose.PASSCODE, steps);
  }

  private static Plan.Step step(JsonFields fields) throws Rejected {
    if (fields.isString()) {
      return new Plan.Step(channel(fields.string()), 0);
    }
    if (!fields.isObject()) {
      throw RequestFields.wrongType("channels", SHAPE);
    }
    Channel channel = null;
    long after = 0;
    @Nullable String name = fields.nextInnerField();
    for (; name != null; name = fields.nextInnerField()) {
      if (name.equals("channel") && channel == null && fields.isString()) {
        channel = channel(fields.string());
      } else if (name.equals("after")) {
        after = after(fields);
      } else {
        throw RequestFields.invalid("channels", "A step is not understood.", SHAPE);
      }
    }
    if (channel == null) {
      throw RequestFields.invalid("channels", "A step names no channel.", ALLOWED);
    }
    return new Plan.Step(channel, after);
  }

  private static long after(JsonFields fields) throws Rejected {
    long after =
        fields.isInteger()
            ? Durations.ofSeconds(fields.integer())
            : fields.isString() ? Durations.parse(fields.string()) : -1;
    if (after < 0) {
      throw RequestFields.invalid(
          "channels", "This is not a delay.", Durations.SHAPE + ", or whole seconds");
    }
    return after;
  }

  private static Channel channel(String name) throws Rejected {
    return switch (name) {
      case "sms" -> Channel.SMS;
      case "voice" -> Channel.VOICE;
      default -> throw RequestFields.invalid("channels", "There is no such channel.", ALLOWED);
    };
  }
}
