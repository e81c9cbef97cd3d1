package io.strowger.gateway.account;

import org.jspecify.annotations.Nullable;

/**
 * The bearer of a valid key.
 *
 * @param account null for an operator's key
 */
public record Principal(@Nullable Account account, boolean admin) {
  /** Whether a message of this account may be seen. */
  public boolean sees(String owner) {
    return admin || (account != null && account.id().equals(owner));
  }
}
