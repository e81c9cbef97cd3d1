package io.strowger.gateway.account;

import java.util.Set;

/**
 * For binds to the SMPP door.
 *
 * @param passwords hashes; several during a rotation
 * @param maxBinds at once, at least 1
 * @param window requests without an answer on one bind, at least 1
 * @param messagesPerSecond over all its binds; 0 sets no limit
 * @param tlsOnly its binds are refused on a plain listener
 */
public record SmppCredential(
    String systemId,
    Set<KeyHash> passwords,
    int maxBinds,
    int window,
    double messagesPerSecond,
    boolean tlsOnly) {

  public SmppCredential {
    passwords = Set.copyOf(passwords);
  }
}
