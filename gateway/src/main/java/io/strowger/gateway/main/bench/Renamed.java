package io.strowger.gateway.main.bench;

import java.net.InetSocketAddress;
import java.util.List;

/** The same running system under another name; closing it is left to the original's owner. */
record Renamed(SystemUnderTest original, String name) implements SystemUnderTest {
  @Override
  public InetSocketAddress door() {
    return original.door();
  }

  @Override
  public RequestShape requests() {
    return original.requests();
  }

  @Override
  public long finished() {
    return original.finished();
  }

  @Override
  public String remarks() {
    return original.remarks();
  }

  @Override
  public List<ChildProcess> processes() {
    return original.processes();
  }

  @Override
  public void close() {}
}
