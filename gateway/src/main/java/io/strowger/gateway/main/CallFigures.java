package io.strowger.gateway.main;

import io.strowger.gateway.metrics.TrunkFigures;
import io.strowger.gateway.metrics.VoiceMeters;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.gateway.voice.CallObserver;
import java.util.ArrayList;
import java.util.List;

/** Counts the calls. */
record CallFigures(VoiceMeters meters) implements CallObserver {
  @Override
  public void placed(String carrier) {
    meters.placed(carrier);
  }

  @Override
  public void ended(Call call) {
    meters.ended(cell(call), call.ending(), call.code(), call.evidence());
  }

  @Override
  public void diverted(Call call) {
    meters.diverted(cell(call), call.ending(), call.code(), call.evidence());
  }

  private static VoiceMeters.Cell cell(Call call) {
    return new VoiceMeters.Cell(call.carrier(), call.trunk(), call.prefix());
  }

  @Override
  public void sound(String carrier, String trunk, String prefix, CallCarrier.Sound sound) {
    VoiceMeters.Cell cell = new VoiceMeters.Cell(carrier, trunk, prefix);
    meters.sound(cell, "received", sound.lost(), sound.jitterMillis());
    if (sound.farLost() >= 0 && sound.farJitterMillis() >= 0) {
      meters.sound(cell, "sent", sound.farLost(), sound.farJitterMillis());
    }
  }

  static List<TrunkFigures> trunks(List<CallCarrier.Status> carriers) {
    List<TrunkFigures> figures = new ArrayList<>();
    for (CallCarrier.Status carrier : carriers) {
      for (CallCarrier.TrunkStatus trunk : carrier.trunks()) {
        figures.add(
            new TrunkFigures(
                carrier.carrier(),
                trunk.trunk(),
                trunk.state().equals("UP"),
                trunk.callsInProgress(),
                trunk.callsMax()));
      }
    }
    return figures;
  }
}
