package io.strowger.gateway.delivery;

/** A way in for requests: HTTP, SMPP. */
public interface Door {
  /** All replies of one batch have been told; called on the dispatcher's thread. */
  void flush();
}
