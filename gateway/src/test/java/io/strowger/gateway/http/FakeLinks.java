package io.strowger.gateway.http;

import java.util.List;
import java.util.Map;

/** One carrier, alpha, with one bound link. */
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
  public boolean drain(String carrier) {
    return drained.replace(carrier, true) != null;
  }

  @Override
  public boolean resume(String carrier) {
    return drained.replace(carrier, false) != null;
  }
}
