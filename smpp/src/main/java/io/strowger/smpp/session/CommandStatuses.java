package io.strowger.smpp.session;

/** The command_status values the session itself speaks (SMPP 3.4 section 5.1.3). */
final class CommandStatuses {
  /** ESME_RINVCMDID. */
  static final int INVALID_COMMAND_ID = 0x03;

  /** ESME_RINVBNDSTS. */
  static final int INCORRECT_BIND_STATUS = 0x04;

  private CommandStatuses() {}

  static String hex(int status) {
    return String.format("0x%08X", status);
  }
}
