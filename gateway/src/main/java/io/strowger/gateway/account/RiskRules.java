package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask before a message is taken.
 *
 * @param url an http or https address that is posted to
 * @param bearer sent as {@code Authorization: Bearer}, null for none
 * @param timeoutMillis 10–2 000
 * @param allowWithoutAnswer what happens when no answer comes in time
 */
public record RiskRules(
    URI url, @Nullable Secret bearer, int timeoutMillis, boolean allowWithoutAnswer) {
  public static final int TIMEOUT_MILLIS = 300;

  public RiskRules {
    if (timeoutMillis < 10 || timeoutMillis > 2_000) {
      throw new IllegalArgumentException("a risk check takes 10ms to 2s");
    }
  }
}
