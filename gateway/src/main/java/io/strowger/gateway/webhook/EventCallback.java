package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.Message;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * An account's webhook: a CloudEvents 1.0 event in structured JSON, signed as Standard Webhooks
 * asks.
 */
record EventCallback(Supplier<Accounts> accounts, String node) implements Callback {
  static final String CHANNEL = "webhook";

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public boolean owes(Message after) {
    Account account = accounts.get().byId(after.spec().account());
    WebhookRules rules = account == null ? null : account.webhook();
    return rules != null && rules.url() != null && rules.events().contains(after.clientState());
  }

  @Override
  public @Nullable CallbackRequest request(Notice notice, Account account, long nowMillis) {
    WebhookRules rules = account.webhook();
    if (rules == null || rules.url() == null) {
      return null;
    }
    String id = EventJson.id(notice);
    String body = EventJson.of(notice, node, rules.wholeNumbers());
    return signed(rules.url(), rules, id, body, nowMillis);
  }

  /** A POST of an event, with the headers of Standard Webhooks. */
  static CallbackRequest signed(
      String url, WebhookRules rules, String id, String body, long nowMillis) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("content-type", "application/cloudevents+json; charset=utf-8");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(nowMillis / 1_000));
    if (!rules.secrets().isEmpty()) {
      headers.put(
          "webhook-signature",
          StandardSignature.of(
              rules.secrets(), id, nowMillis / 1_000, body.getBytes(StandardCharsets.UTF_8)));
    }
    return new CallbackRequest("POST", url, headers, body);
  }

  @Override
  public boolean isConfigured() {
    return true;
  }
}
