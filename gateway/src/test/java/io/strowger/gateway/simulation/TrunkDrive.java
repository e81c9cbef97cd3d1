package io.strowger.gateway.simulation;

import io.strowger.gateway.voice.TrunkPort;
import io.strowger.sip.message.Flow;
import io.strowger.sip.message.SipMessage;
import io.strowger.sip.message.SipReading;
import io.strowger.sip.message.Target;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipCarrierStatus;
import io.strowger.sip.trunk.TrunkEngine;
import io.strowger.sip.trunk.TrunkMedia;
import io.strowger.sip.trunk.TrunkNetwork;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Polls the engine of a carrier's trunks after every call and at the times it asks for. */
final class TrunkDrive implements TrunkPort, TrunkNetwork {
  private final Timeline timeline;
  private final List<TrunkSite> sites;
  private final TrunkEngine engine;
  private long alarm = Long.MAX_VALUE;
  private long tokens;
  private boolean dead;

  TrunkDrive(
      Timeline timeline,
      List<TrunkSite> sites,
      TrunkMedia media,
      SipCarrierSettings settings,
      SipCarrierListener listener,
      SplittableRandom random) {
    this.timeline = timeline;
    this.sites =
        sites.stream()
            .filter(
                site -> settings.trunks().stream().anyMatch(trunk -> trunk.id().equals(site.id())))
            .toList();
    engine =
        new TrunkEngine(
            settings,
            this,
            media,
            (_, _) -> {},
            listener,
            () -> "token" + ++tokens + "x" + Long.toUnsignedString(random.nextLong(), 36));
    this.sites.forEach(site -> site.serves(this));
  }

  void poll() {
    long next = engine.poll(timeline.now());
    if (next < alarm || alarm <= timeline.now()) {
      alarm = next;
      if (next != Long.MAX_VALUE) {
        timeline.at(Math.max(next, timeline.now() + 1), () -> {});
      }
    }
  }

  /** The trunks that calls can go over, as far as the node knows. */
  List<String> up() {
    return engine.status().trunks().stream()
        .filter(SipCarrierStatus.TrunkStatus::up)
        .map(SipCarrierStatus.TrunkStatus::id)
        .toList();
  }

  void dies() {
    dead = true;
  }

  /** A message came over the network. */
  void received(SipMessage message, Flow flow) {
    if (!dead) {
      engine.received(new SipReading.Message(message), flow);
    }
  }

  @Override
  public void send(SipMessage message, Target target) {
    to(message, target.address());
  }

  @Override
  public void send(SipMessage message, Flow flow) {
    to(message, flow.remote());
  }

  private void to(SipMessage message, InetSocketAddress address) {
    for (TrunkSite site : sites) {
      if (site.address().equals(address)) {
        site.sent(message);
      }
    }
  }

  @Override
  public String localAddress(Target target) {
    return TrunkSite.HOST + TrunkSite.OURS + ":5060";
  }

  @Override
  public void place(CallOrder order) {
    engine.place(order);
  }

  @Override
  public void hangUp(String reference, String why) {
    engine.hangUp(reference, why);
  }

  @Override
  public void drain() {
    engine.drain();
  }

  @Override
  public void resume() {
    engine.resume();
  }

  @Override
  public void reconfigure(SipCarrierSettings next) {
    engine.reconfigure(next);
  }

  @Override
  public SipCarrierStatus status() {
    return engine.status();
  }

  @Override
  public CompletionStage<Void> stop() {
    engine.stop();
    return CompletableFuture.completedFuture(null);
  }
}
