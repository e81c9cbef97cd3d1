package io.strowger.gateway.http;

/** A value, or the problem that the client is told instead. */
sealed interface Checked<T> {
  record Good<T>(T value) implements Checked<T> {}

  record Bad<T>(Problem problem) implements Checked<T> {}
}
