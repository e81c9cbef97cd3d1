package io.strowger.gateway.config;

import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.voice.PromptShelf;
import io.strowger.gateway.voice.VoiceSettings;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The {@code voice} and {@code channels} of an account, and what all calls share. */
final class VoiceReader {
  private static final long MICROS = 1_000_000;
  private static final int PORT_MIN = 1_024;
  private static final int PORT_MAX = 65_535;

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

  /** What all calls share. */
  static VoiceSettings settings(Section voice) {
    Map<String, Long> rates = new HashMap<>();
    Section prices = voice.section("rates");
    for (String prefix : prices.entries().keySet()) {
      rates.put(prefix, Math.round(prices.number(prefix) * MICROS));
    }
    String[] ports = voice.text("rtp-ports").split("-", 2);
    int min = ports.length == 2 ? Integer.parseInt(ports[0]) : 0;
    int max = ports.length == 2 ? Integer.parseInt(ports[1]) : 0;
    if (ports.length == 2 && (min < PORT_MIN || max > PORT_MAX || max < min + 1)) {
      voice.error(
          "rtp-ports", "no range of ports", "two ports from 1024 to 65535, the lower one first");
    }
    Path prompts = voice.maybePath("prompts");
    if (prompts != null) {
      try {
        PromptShelf _ = PromptShelf.load(prompts);
      } catch (FileSystemException e) {
        voice.error("prompts", References.reason(prompts, e));
      } catch (IOException e) {
        voice.error("prompts", String.valueOf(e.getMessage()));
      }
    }
    return new VoiceSettings(
        voice.maybeText("address"),
        min,
        max,
        voice.integer("calls-max"),
        prompts,
        Map.copyOf(rates));
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
