package io.strowger.smpp.codec;

/** A body that cannot be read, with the command_status that says why. */
final class MalformedBody extends Exception {
  private static final long serialVersionUID = 1L;

  private final int commandStatus;

  MalformedBody(int commandStatus) {
    // A hostile peer may cause many: no stack trace, no message.
    super(null, null, false, false);
    this.commandStatus = commandStatus;
  }

  int commandStatus() {
    return commandStatus;
  }
}
