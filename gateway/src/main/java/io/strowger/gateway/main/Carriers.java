package io.strowger.gateway.main;

import io.strowger.gateway.http.LinkDirectory;
import io.strowger.gateway.sms.SmppSmsChannel;
import io.strowger.smpp.link.CarrierStatus;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * The SMS channel's carriers and the auth servers' binds, as the HTTP door shows them to operators.
 */
record Carriers(SmppSmsChannel channel, Supplier<List<LinkDirectory.Esme>> binds)
    implements LinkDirectory {

  @Override
  public List<Carrier> carriers() {
    return channel.statuses().stream().map(Carriers::shown).toList();
  }

  @Override
  public List<Esme> esmes() {
    return binds.get();
  }

  @Override
  public boolean drain(String carrier) {
    return channel.drain(carrier);
  }

  @Override
  public boolean resume(String carrier) {
    return channel.resume(carrier);
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
