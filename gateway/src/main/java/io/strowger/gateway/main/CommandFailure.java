package io.strowger.gateway.main;

/** A command cannot do what was asked; its message is the one line that the user sees. */
final class CommandFailure extends Exception {
  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
