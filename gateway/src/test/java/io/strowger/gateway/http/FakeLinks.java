package io.strowger.gateway.http;

import java.util.List;
import java.util.Map;

/** A carrier, alpha, with one bound link, and one that calls, vox, with a trunk that is down. */
record FakeLinks(Map<String, Boolean> drained) implements LinkDirectory {
  @Override
  public List<Carrier> carriers() {
    boolean isDrained = drained.getOrDefault("alpha", false);
    Link link =
        new Link(
            "alpha-1",
            "127.0.0.1:2801",
            "BOUND",
            "TRANSCEIVER",
            3,
            64,
            FakeDesk.NOW,
            1_000,
            2,
            "connection reset");
    return List.of(new Carrier("alpha", !isDrained, isDrained, 7, 12, 100, 100, List.of(link)));
  }

  @Override
  public List<Caller> callers() {
    Trunk trunk =
        new Trunk(
            "vox-1", "UDP 127.0.0.1:5060", "DOWN", 2, 30, FakeDesk.NOW, 0, "OPTIONS: no answer");
    return List.of(new Caller("vox", true, false, 2, List.of(trunk)));
  }

  @Override
  public boolean drain(String carrier) {
    return drained.replace(carrier, true) != null;
  }

  @Override
  public boolean resume(String carrier) {
    return drained.replace(carrier, false) != null;
  }
}
