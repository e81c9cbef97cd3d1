package io.strowger.sip.trunk;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One carrier and its trunks.
 *
 * @param id the carrier's name in configuration, routes, metrics
 * @param trunks at least one, each with an id of its own
 * @param ownNumbers whose calls it brings us, E.164 digits without +; all others are refused
 */
public record SipCarrierSettings(String id, List<TrunkSettings> trunks, Set<String> ownNumbers) {
  public SipCarrierSettings {
    trunks = List.copyOf(trunks);
    ownNumbers = Set.copyOf(ownNumbers);
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

  /** A carrier that nobody calls us by. */
  public SipCarrierSettings(String id, List<TrunkSettings> trunks) {
    this(id, trunks, Set.of());
  }

  /** The same, bringing the calls to these. */
  public SipCarrierSettings withOwnNumbers(Set<String> numbers) {
    return new SipCarrierSettings(id, trunks, numbers);
  }
}
