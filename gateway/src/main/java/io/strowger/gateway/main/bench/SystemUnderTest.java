package io.strowger.gateway.main.bench;

import java.net.InetSocketAddress;
import java.util.List;

/** A gateway that turns HTTP requests into submit_sm, and can tell how far it has come. */
interface SystemUnderTest extends AutoCloseable {
  String name();

  InetSocketAddress door();

  RequestShape requests();

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
