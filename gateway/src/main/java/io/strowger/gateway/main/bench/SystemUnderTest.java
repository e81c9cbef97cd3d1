package io.strowger.gateway.main.bench;

import java.util.List;

/** A gateway that turns HTTP requests into submit_sm, and can tell how far it has come. */
interface SystemUnderTest extends AutoCloseable {
  String name();

  /**
   * Opens the load on its door.
   *
   * @param connections at most, where the system does not say how many itself
   */
  LoadGenerator load(int connections, long firstSequence);

  /** How many messages have come to the end that this system knows of, since its start. */
  long finished();

  /** What its processes did besides, such as the time in garbage collection; empty for nothing. */
  default String remarks() {
    return "";
  }

  List<ChildProcess> processes();

  @Override
  void close();
}
