package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Origin;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The delivery report that a Kannel client asked for with {@code dlr-url} and {@code dlr-mask}. Its
 * door leaves both as the origin's data: the mask, a line feed, and the URL.
 */
record KannelCallback() implements Callback {
  static final String CHANNEL = "kannel";

  /** Bits of dlr-mask, and values of {@code %d} (Kannel's user guide, "Delivery reports"). */
  static final int DELIVERED = 1;

  static final int UNDELIVERED = 2;
  static final int BUFFERED = 4;
  static final int ACCEPTED_BY_SMSC = 8;
  static final int REJECTED_BY_SMSC = 16;

  private record Wish(int mask, String url) {
    static @Nullable Wish of(@Nullable Origin origin) {
      if (origin == null || !origin.door().equals(CHANNEL)) {
        return null;
      }
      int end = origin.data().indexOf('\n');
      if (end < 0 || end == origin.data().length() - 1) {
        return null;
      }
      try {
        return new Wish(
            Integer.parseInt(origin.data(), 0, end, 10), origin.data().substring(end + 1));
      } catch (NumberFormatException _) {
        return null;
      }
    }
  }

  @Override
  public String channel() {
    return CHANNEL;
  }

  @Override
  public boolean owes(Message after) {
    Wish wish = Wish.of(after.spec().origin());
    return wish != null && (wish.mask() & report(after)) != 0;
  }

  @Override
  public @Nullable CallbackRequest request(Notice notice, Account account, long nowMillis) {
    Wish wish = Wish.of(notice.message().spec().origin());
    if (wish == null) {
      return null;
    }
    String url =
        KannelUrl.filled(wish.url(), notice.message(), report(notice.message()), notice.atMillis());
    return new CallbackRequest("GET", url, Map.of(), null);
  }

  @Override
  public boolean isConfigured() {
    return false;
  }

  /** The state as one bit. What no carrier ever took is rejected, what one took is undelivered. */
  static int report(Message message) {
    return switch (message.state()) {
      case MessageState.Accepted _, MessageState.Attempting _, MessageState.AwaitingRetry _ ->
          BUFFERED;
      case MessageState.AwaitingReceipt _ -> ACCEPTED_BY_SMSC;
      case MessageState.Delivered _ -> DELIVERED;
      case MessageState.Failed _ ->
          message.attempts().stream().anyMatch(attempt -> !attempt.carrierIds().isEmpty())
              ? UNDELIVERED
              : REJECTED_BY_SMSC;
      case MessageState.Expired _, MessageState.Cancelled _ -> UNDELIVERED;
    };
  }
}
