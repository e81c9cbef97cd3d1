package io.strowger.gateway.webhook;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.NoticeRule;
import org.jspecify.annotations.Nullable;

/** A way to put a state change into an HTTP request. */
sealed interface Callback extends NoticeRule permits EventCallback, KannelCallback, TwilioCallback {

  /** Null when the account wants it no more. */
  @Nullable CallbackRequest request(Notice notice, Account account, long nowMillis);

  /** Whether an address that is forbidden now may be allowed later, by an operator. */
  boolean isConfigured();
}
