package io.strowger.sip.trunk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One carrier and its trunks.
 *
 * @param id the carrier's name in configuration, routes, metrics
 * @param trunks at least one, each with an id of its own
 */
public record SipCarrierSettings(String id, List<TrunkSettings> trunks) {
  public SipCarrierSettings {
    trunks = List.copyOf(trunks);
    Set<String> ids = new HashSet<>();
    for (TrunkSettings trunk : trunks) {
      if (!ids.add(trunk.id())) {
        throw new IllegalArgumentException("two trunks are named " + trunk.id());
      }
    }
    if (trunks.isEmpty()) {
      throw new IllegalArgumentException("a carrier has at least one trunk");
    }
  }
}
