package io.strowger.gateway.main.bench;

import java.util.List;

/** The same running system under another name; closing it is left to the original's owner. */
record Renamed(SystemUnderTest original, String name) implements SystemUnderTest {
  @Override
  public LoadGenerator load(int connections, long firstSequence) {
    return original.load(connections, firstSequence);
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
