package io.strowger.gateway.webhook;

import io.strowger.gateway.account.WebhookRules;
import java.net.InetAddress;

/** What can be said of a receiver's address before anything is posted there. */
public final class ReceiverCheck {
  private ReceiverCheck() {}

  /** Whether it is a URL that can be posted to. */
  public static boolean isUrl(String url) {
    return Target.parse(url) != null;
  }

  /** Whether its host is an address, not a name, and one that may not be reached. */
  public static boolean isForbidden(String url, WebhookRules.Reach reach) {
    Target target = Target.parse(url);
    if (target == null) {
      return false;
    }
    try {
      return !AddressKind.mayReach(reach, InetAddress.ofLiteral(target.host()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
