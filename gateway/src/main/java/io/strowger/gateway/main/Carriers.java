package io.strowger.gateway.main;

import io.strowger.gateway.http.LinkDirectory;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.gateway.voice.CallCarrier;
import io.strowger.smpp.link.CarrierStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The carriers of both channels and the auth servers' binds, as the HTTP door shows them to
 * operators.
 */
record Carriers(SmppSmsChannel channel, Voice voice, Supplier<List<LinkDirectory.Esme>> binds)
    implements LinkDirectory {

  @Override
  public List<Carrier> carriers() {
    return channel.statuses().stream().map(Carriers::shown).toList();
  }

  @Override
  public List<Caller> callers() {
    return voice.statuses().stream().map(Carriers::shown).toList();
  }

  @Override
  public List<Esme> esmes() {
    return binds.get();
  }

  @Override
  public boolean drain(String carrier) {
    return channel.drain(carrier) || voice.drain(carrier);
  }

  @Override
  public boolean resume(String carrier) {
    return channel.resume(carrier) || voice.resume(carrier);
  }

  private static Carrier shown(CarrierStatus status) {
    return new Carrier(
        status.carrier(),
        status.usable(),
        status.drained(),
        status.queued(),
        status.estimatedWaitMillis(),
        status.rateLimitPerSecond(),
        status.configuredRatePerSecond(),
        status.links().stream().map(Carriers::shown).toList());
  }

  private static Caller shown(CallCarrier.Status status) {
    return new Caller(
        status.carrier(),
        status.usable(),
        status.drained(),
        status.callsInProgress(),
        status.trunks().stream()
            .map(trunk ->
                new Trunk(
                    trunk.trunk(),
                    trunk.address(),
                    trunk.state(),
                    trunk.callsInProgress(),
                    trunk.callsMax(),
                    trunk.sinceMillis(),
                    trunk.pausedUntilMillis(),
                    trunk.lastError()))
            .toList());
  }

  private static Link shown(CarrierStatus.LinkStatus link) {
    return new Link(
        link.link(),
        link.address(),
        link.state(),
        link.bindType().toLowerCase(Locale.ROOT),
        link.windowUsed(),
        link.windowMax(),
        link.sinceMillis(),
        link.submitted(),
        link.inDoubt(),
        link.lastError());
  }
}
