package io.strowger.gateway.store;

/** Stored bytes do not mean what they should; the message says where, never what they hold. */
final class DamagedException extends Exception {
  DamagedException(String message) {
    super(message);
  }

  DamagedException(String message, Throwable cause) {
    super(message, cause);
  }
}
