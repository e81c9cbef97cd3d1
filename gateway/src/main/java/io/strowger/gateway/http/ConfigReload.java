package io.strowger.gateway.http;

import java.util.List;

/** Reads the configuration again, all or nothing. May block. */
@FunctionalInterface
public interface ConfigReload {
  Outcome reload();

  /** The accounts of the configuration that is in force. */
  default AccountDirectory accounts() {
    return AccountDirectory.NONE;
  }

  /**
   * @param errors why the last good configuration stays in force; empty when the new one is
   * @param warnings what was accepted without effect
   */
  record Outcome(List<String> errors, List<String> warnings) {
    public boolean applied() {
      return errors.isEmpty();
    }
  }
}
