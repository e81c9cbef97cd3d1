package io.strowger.gateway.main;

/** What was asked cannot be done as it was asked: exit code 2. */
final class UsageFailure extends Exception {
  UsageFailure(String message) {
    super(message);
  }
}
