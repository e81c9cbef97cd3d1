package io.strowger.gateway.config;

import java.util.List;

/**
 * An account as operators may see it.
 *
 * @param managed made by the API, and the API's to change; else of the configuration file
 * @param settings as JSON, with every default and without a secret
 * @param hash changes with anything of the account, its secrets included
 * @param keys SHA-256 of its API keys, in hexadecimal digits
 * @param passwords SHA-256 of its SMPP passwords, likewise
 */
public record AccountView(
    String id,
    boolean managed,
    boolean admin,
    String settings,
    String hash,
    List<String> keys,
    List<String> passwords) {

  public AccountView {
    keys = List.copyOf(keys);
    passwords = List.copyOf(passwords);
  }
}
