package io.strowger.gateway.config;

import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The {@code voice} and {@code channels} of an account. */
final class VoiceReader {
  private static final long MICROS = 1_000_000;

  private VoiceReader() {}

  static Supplier<VoiceRules> read(Section voice) {
    String approve = voice.text("approve-key");
    String fraud = voice.text("fraud-key");
    String deny = voice.maybeText("deny-key");
    if (approve.equals(fraud) || approve.equals(deny) || fraud.equals(deny)) {
      voice.error("each answer has a key of its own");
    }
    return () ->
        new VoiceRules(
            voice.flag("gate"),
            voice.integer("repeats"),
            voice.text("language"),
            voice.duration("max-ring").toMillis(),
            voice.duration("max-call").toMillis(),
            voice.duration("per-number").toMillis(),
            voice.integer("concurrent-per-prefix"),
            Math.round(voice.number("cost-per-day") * MICROS),
            new VoiceRules.ApprovalKeys(
                approve.charAt(0), fraud.charAt(0), deny == null ? null : deny.charAt(0)));
  }

  static Plan plan(Section account) {
    List<Plan.Step> steps = new ArrayList<>(2);
    for (Section.Item item : account.items("channels")) {
      boolean isName = item.value().isTextual();
      String name = isName ? item.value().asText() : account.in(item).text("channel");
      Channel channel = name.equals("voice") ? Channel.VOICE : Channel.SMS;
      if (steps.stream().anyMatch(step -> step.channel() == channel)) {
        account.error(item.pointer(), "\"" + name + "\" stands twice in this list", null);
        continue;
      }
      long after = isName ? 0 : account.in(item).duration("after").toMillis();
      steps.add(new Plan.Step(channel, after));
    }
    return new Plan(Plan.Purpose.PASSCODE, steps);
  }
}
