package io.strowger.gateway.main.bench;

import org.jspecify.annotations.Nullable;

/** The run cannot go on; the message says why in one line. */
final class BenchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BenchException(String message) {
    this(message, null);
  }

  BenchException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
