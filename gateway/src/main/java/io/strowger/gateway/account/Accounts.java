package io.strowger.gateway.account;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who may come in, by what they come in with. Immutable; a reload puts another in its place. */
public final class Accounts {
  private final Map<String, Account> byId = new HashMap<>();
  private final Map<KeyHash, Principal> byKey = new HashMap<>();
  private final Map<String, Account> bySubject = new HashMap<>();
  private final Map<String, Account> bySystemId = new HashMap<>();
  private final Map<String, Account> byTwilioSid = new HashMap<>();
  private final Map<String, Account> byKannelUser = new HashMap<>();

  private Accounts() {}

  /**
   * @param adminKeys keys of operators, which belong to no account
   * @throws IllegalArgumentException when one credential opens two doors
   */
  public static Accounts of(Collection<Account> accounts, Set<KeyHash> adminKeys) {
    Accounts all = new Accounts();
    for (KeyHash key : adminKeys) {
      all.byKey.put(key, new Principal(null, true));
    }
    accounts.forEach(all::add);
    return all;
  }

  private void add(Account account) {
    Credentials credentials = account.credentials();
    once(byId, account.id(), account, account, "id");
    Principal principal = new Principal(account, account.admin());
    for (KeyHash key : credentials.apiKeys()) {
      once(byKey, key, principal, account, "API key");
    }
    for (String subject : credentials.certificateSubjects()) {
      once(bySubject, subject, account, account, "certificate subject");
    }
    if (credentials.smpp() != null) {
      once(bySystemId, credentials.smpp().systemId(), account, account, "system-id");
    }
    if (credentials.twilio() != null) {
      once(byTwilioSid, credentials.twilio().accountSid(), account, account, "account-sid");
      for (String sid : credentials.twilio().apiKeys().keySet()) {
        once(byTwilioSid, sid, account, account, "sid of an API key");
      }
    }
    if (credentials.kannel() != null) {
      once(byKannelUser, credentials.kannel().username(), account, account, "username");
    }
  }

  private static <K, V> void once(Map<K, V> map, K key, V value, Account owner, String what) {
    if (map.put(key, value) != null) {
      throw new IllegalArgumentException(
          "account " + owner.id() + " has a " + what + " that is already in use");
    }
  }

  public @Nullable Account byId(String id) {
    return byId.get(id);
  }

  public @Nullable Principal byApiKey(KeyHash key) {
    return byKey.get(key);
  }

  /**
   * @param subject of a client certificate, as RFC 2253 writes it
   */
  public @Nullable Account bySubject(String subject) {
    return bySubject.get(subject);
  }

  public @Nullable Account bySystemId(String systemId) {
    return bySystemId.get(systemId);
  }

  /**
   * @param sid of the account, or of one of its API keys
   */
  public @Nullable Account byTwilioSid(String sid) {
    return byTwilioSid.get(sid);
  }

  public @Nullable Account byKannelUser(String username) {
    return byKannelUser.get(username);
  }

  public Collection<Account> all() {
    return byId.values();
  }
}
