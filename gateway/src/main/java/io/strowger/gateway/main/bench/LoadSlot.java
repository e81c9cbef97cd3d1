package io.strowger.gateway.main.bench;

/** Room for one request on its way: a keep-alive connection, or one place in a bind's window. */
interface LoadSlot {
  /** What a slot tells its generator. */
  interface Owner {
    void opened(LoadSlot slot);

    /** The request that was on its way has its answer, or never will (status 0). */
    void answered(LoadSlot slot, int status);

    void closed(LoadSlot slot);

    /** A connection is lost, with all its slots. */
    void disconnected();
  }

  boolean open();

  /** When the request on its way ought to have been sent, on the generator's clock. */
  long intendedNanos();

  /** Whether a request sent before that moment still has no answer. */
  boolean waitsSince(long nanos);

  void send(long sequence, long intendedNanos);

  /** Gives up the connection, and every request on its way. */
  void close();
}
