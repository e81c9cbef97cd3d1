package io.strowger.gateway.http;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, by the hash of the key. Immutable; a reload puts another in its place. */
public final class AccountDirectory {
  private final Map<KeyHash, Principal> byKey;

  private AccountDirectory(Map<KeyHash, Principal> byKey) {
    this.byKey = byKey;
  }

  /**
   * @param adminKeys keys of operators, which belong to no account
   * @throws IllegalArgumentException when one key opens two doors
   */
  public static AccountDirectory of(Collection<Account> accounts, Set<KeyHash> adminKeys) {
    Map<KeyHash, Principal> byKey = new HashMap<>();
    for (KeyHash key : adminKeys) {
      byKey.put(key, new Principal(null, true));
    }
    for (Account account : accounts) {
      Principal principal = new Principal(account, account.admin());
      for (KeyHash key : account.keys()) {
        if (byKey.put(key, principal) != null) {
          throw new IllegalArgumentException(
              "account " + account.id() + " has an API key that is already in use");
        }
      }
    }
    return new AccountDirectory(byKey);
  }

  @Nullable Principal find(KeyHash key) {
    return byKey.get(key);
  }

  /**
   * The bearer of a valid key.
   *
   * @param account null for an operator's key
   */
  record Principal(@Nullable Account account, boolean admin) {
    /** Whether a message of this account may be seen. */
    boolean sees(String owner) {
      return admin || (account != null && account.id().equals(owner));
    }
  }
}
