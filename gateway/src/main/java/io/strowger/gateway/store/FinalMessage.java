package io.strowger.gateway.store;

import io.strowger.gateway.message.Message;

/**
 * A final message on its way to history.
 *
 * @param row not to be trimmed until history has it
 * @param mayBeStored history may hold an earlier copy of it
 */
record FinalMessage(Message message, LedgerRow row, boolean mayBeStored) {
  long key() {
    return message.id().order();
  }
}
