package io.strowger.gateway.voice;

import io.strowger.gateway.voice.CallCarrier.Shown;
import io.strowger.gateway.voice.CallCarrier.Status;
import io.strowger.gateway.voice.CallCarrier.TrunkStatus;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** One carrier's trunks in the words of operators, and since when they are as they are. */
final class TrunkStates {
  private final LongSupplier clockMillis;
  private final Map<String, Seen> seen = new ConcurrentHashMap<>();

  private record Seen(String state, long sinceMillis) {}

  TrunkStates(LongSupplier clockMillis) {
    this.clockMillis = clockMillis;
  }

  /** Any thread; the carrier's own tells of every change at once. */
  Status shown(SipCarrierStatus status) {
    long now = clockMillis.getAsLong();
    return new Status(
        status.id(),
        status.usable(),
        status.drained(),
        status.liveCalls(),
        status.trunks().stream().map(trunk -> shown(trunk, now)).toList(),
        status.ownCertificateEndsMillis());
  }

  private TrunkStatus shown(SipCarrierStatus.TrunkStatus trunk, long now) {
    String state = state(trunk, now);
    Seen since =
        seen.compute(
            trunk.id(),
            (_, before) ->
                before != null && before.state().equals(state) ? before : new Seen(state, now));
    return new TrunkStatus(
        trunk.id(),
        trunk.address(),
        state,
        trunk.liveCalls(),
        trunk.concurrentMax(),
        since.sinceMillis(),
        trunk.pausedUntilMillis(),
        trunk.cause().isEmpty() ? null : trunk.cause(),
        trunk.refused(),
        trunk.firstRefused(),
        certificates(trunk));
  }

  private static List<Shown> certificates(SipCarrierStatus.TrunkStatus trunk) {
    return trunk.certificates().stream()
        .sorted(Comparator.comparing(each -> !each.address().equals(trunk.address())))
        .map(each ->
            new Shown(
                each.address(),
                each.certificate().endsMillis(),
                each.certificate().fingerprint(),
                each.certificate().subject(),
                each.certificate().accepted()))
        .toList();
  }

  private static String state(SipCarrierStatus.TrunkStatus trunk, long now) {
    if (trunk.pausedUntilMillis() > now) {
      return "PAUSED";
    }
    if (!trunk.registered()) {
      return "REGISTERING";
    }
    return trunk.up() ? "UP" : "DOWN";
  }
}
