package io.strowger.smpp.server;

/** A request of the peer that the application has not answered yet. */
record Awaited(Kind kind, int sequenceNumber) {
  enum Kind {
    SUBMIT,
    DATA,
    MULTI,
    QUERY,
    CANCEL,
    REPLACE
  }
}
