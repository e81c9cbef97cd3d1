package io.strowger.gateway.guard;

import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the guard.
 *
 * @param textHash {@link TextHash} of what would be sent
 * @param parts SMS segments of the text, at least 1; what is paid for
 * @param endUser whoever caused the message, as the client names it: an address, an id
 */
public record GuardRequest(
    String account,
    GuardRules rules,
    PhoneNumber to,
    NumberType type,
    Channel channel,
    long textHash,
    int parts,
    @Nullable String endUser) {

  @Override
  public String toString() {
    return "GuardRequest[" + account + ", " + to + "]";
  }
}
