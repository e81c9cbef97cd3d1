package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;

/** The handles of one account. */
final class AccountMeters {
  final Counter accepted;
  private final Counter delivered;
  private final Counter failed;
  private final Counter expired;
  private final Counter cancelled;

  AccountMeters(MeterRegistry registry, String account) {
    accepted =
        Counter.builder("strowger.messages.accepted")
            .description("Messages stored durably.")
            .tag("account", account)
            .register(registry);
    delivered = finals(registry, account, "delivered");
    failed = finals(registry, account, "failed");
    expired = finals(registry, account, "expired");
    cancelled = finals(registry, account, "cancelled");
  }

  void becameFinal(Message message) {
    switch (message.state()) {
      case MessageState.Delivered _ -> delivered.increment();
      case MessageState.Failed _ -> failed.increment();
      case MessageState.Expired _ -> expired.increment();
      case MessageState.Cancelled _ -> cancelled.increment();
      case MessageState.Open _ -> {
        // Not final, so nothing to count.
      }
    }
  }

  private static Counter finals(MeterRegistry registry, String account, String state) {
    return Counter.builder("strowger.messages.final")
        .description("Messages that reached a final state.")
        .tag("account", account)
        .tag("state", state)
        .register(registry);
  }
}
