package io.strowger.gateway.verification;

/** Bytes that are no verification. Says nothing of what they hold. */
public final class DamagedRecordException extends Exception {
  DamagedRecordException(String message) {
    super(message);
  }
}
