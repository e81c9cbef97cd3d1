package io.strowger.gateway.store;

import javax.crypto.SecretKey;

/** Encrypts the texts of one time slot. Lives in this process only: a restart begins a new one. */
final class DataKey {
  private final long id;
  private final SecretKey secret;
  private long nonces;

  DataKey(long id, SecretKey secret) {
    this.id = id;
    this.secret = secret;
  }

  long id() {
    return id;
  }

  SecretKey secret() {
    return secret;
  }

  /** Never the same twice, as GCM demands. */
  long nextNonce() {
    return ++nonces;
  }
}
