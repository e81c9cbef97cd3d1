package io.strowger.gateway.account;

import java.util.List;

/**
 * What is refused of an account's messages.
 *
 * @param allow prefixes, {@code +} and digits; empty allows every destination
 */
public record GuardRules(List<String> allow) {
  public static final GuardRules DEFAULT = new GuardRules(List.of());

  public GuardRules {
    allow = List.copyOf(allow);
  }

  public boolean allows(String e164) {
    return allow.isEmpty() || allow.stream().anyMatch(e164::startsWith);
  }
}
