package io.strowger.gateway.config;

import io.strowger.gateway.account.Network;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.webhook.ReceiverCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An account's {@code webhook}, and that of the alarms. */
final class WebhookReader {
  private WebhookReader() {}

  /** Tells what is wrong with it. */
  static void check(Section owner) {
    Section webhook = owner.maybeSection("webhook");
    if (webhook != null) {
      checkUrl(webhook, reach(webhook));
      checkSecrets(webhook);
    }
  }

  /** Only when the whole file is good; null when the account has none. */
  static @Nullable WebhookRules make(Section account) {
    Section webhook = account.maybeSection("webhook");
    if (webhook == null) {
      return null;
    }
    return new WebhookRules(
        webhook.maybeText("url"),
        secrets(webhook),
        Set.copyOf(webhook.texts("events")),
        webhook.text("numbers").equals("whole"),
        retries(webhook, webhook.integer("concurrency")),
        reach(webhook),
        webhook.maybePath("trust"));
  }

  /** As {@link #make}, for operators: one at a time, in their order. */
  static @Nullable WebhookRules ofAlarms(Section alarms) {
    Section webhook = alarms.maybeSection("webhook");
    if (webhook == null) {
      return null;
    }
    return new WebhookRules(
        webhook.text("url"),
        secrets(webhook),
        Set.of(),
        false,
        retries(webhook, 1),
        reach(webhook),
        webhook.maybePath("trust"));
  }

  private static WebhookRules.Retries retries(Section webhook, int concurrency) {
    return new WebhookRules.Retries(
        concurrency,
        webhook.integer("attempts"),
        webhook.duration("give-up-after").toMillis(),
        webhook.duration("timeout").toMillis());
  }

  private static WebhookRules.Reach reach(Section webhook) {
    return new WebhookRules.Reach(webhook.flag("allow-private"), networks(webhook));
  }

  private static List<Network> networks(Section webhook) {
    List<Network> networks = new ArrayList<>();
    for (Section.Item item : webhook.items("allow-networks")) {
      try {
        networks.add(Network.parse(item.value().asText()));
      } catch (IllegalArgumentException _) {
        webhook.error(item.pointer(), "is no block of addresses", "for example 10.1.0.0/16");
      }
    }
    return networks;
  }

  private static void checkUrl(Section webhook, WebhookRules.Reach reach) {
    if (!webhook.has("url")) {
      return;
    }
    String url = webhook.text("url");
    if (!ReceiverCheck.isUrl(url)) {
      webhook.error("url", "is no address that can be posted to", "http or https, ASCII alone");
    } else if (ReceiverCheck.isForbidden(url, reach)) {
      webhook.warning("url", "not a public address: nothing is posted there without allow-private");
    }
  }

  private static void checkSecrets(Section webhook) {
    if (webhook.hasAll("secret", "secrets")) {
      webhook.error("secrets", "give either secret or secrets");
    }
    boolean unsigned =
        webhook.has("url")
            && webhook.given("secret", "secrets").isEmpty()
            && webhook.noneTold("secret", "secrets");
    if (unsigned) {
      webhook.warning("has no secret: whoever knows the address can post there what he likes");
    }
  }

  private static List<Secret> secrets(Section webhook) {
    List<String> texts =
        webhook.has("secret") ? List.of(webhook.text("secret")) : webhook.texts("secrets");
    return texts.stream().map(Secret::new).toList();
  }
}
