package io.strowger.gateway.simulation;

import io.strowger.gateway.account.VoiceRules;
import io.strowger.gateway.voice.CallObserver;
import io.strowger.gateway.voice.EventSink;
import io.strowger.gateway.voice.PromptShelf;
import io.strowger.gateway.voice.SipVoiceChannel;
import io.strowger.gateway.voice.TrunkCarrier;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.trunk.SipCarrierSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** The carriers that call in a world, with their trunks; they outlive every life of the node. */
final class Telephony {
  private static final PromptShelf PROMPTS = prompts();
  static final PromptPack ENGLISH = PROMPTS.forLanguage("en", "en");

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private final List<TrunkSite> sites = new ArrayList<>();
  private final Map<String, SipCarrierSettings> carriers = new LinkedHashMap<>();
  private final PacketlessMedia media;

  Telephony(Timeline timeline, SplittableRandom random, Witness witness) {
    this.timeline = timeline.itself();
    this.random = random;
    this.witness = witness;
    media =
        new PacketlessMedia(
            new Course(this.timeline), witness.trunks, random.nextInt(4) == 0 ? 3 : 100);
    // Where there is one carrier only, another of its trunks is all that is left.
    int count = 1 + random.nextInt(SimulatedTrunk.CARRIERS.size());
    for (String id : SimulatedTrunk.CARRIERS.subList(0, count)) {
      List<TrunkSite> own = new ArrayList<>();
      for (int i = count == 1 ? 2 : 1 + random.nextInt(2); i > 0; i--) {
        TrunkSite site =
            new TrunkSite(
                id, sites.size() + 1, this.timeline, random.split(), media, witness.trunks);
        own.add(site);
        sites.add(site);
      }
      carriers.put(id, new SipCarrierSettings(id, own.stream().map(TrunkSite::settings).toList()));
    }
    witness.trunks.sites(sites);
  }

  private static PromptShelf prompts() {
    try {
      return PromptShelf.load(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Their names. */
  List<String> carriers() {
    return List.copyOf(carriers.keySet());
  }

  void planFaults(long withinMillis) {
    sites.forEach(site -> site.planFaults(withinMillis));
  }

  void poll() {
    sites.forEach(TrunkSite::poll);
  }

  /** Another life of the node. */
  CallSide connect(EventSink events) {
    return new Side(events);
  }

  private record Course(Timeline timeline) implements PacketlessMedia.Clock {
    @Override
    public long now() {
      return timeline.now();
    }

    @Override
    public void in(long millis, Runnable task) {
      timeline.in(millis, task);
    }
  }

  private final class Side implements CallSide {
    private final SipVoiceChannel<SipCarrierSettings> channel;
    private final List<TrunkDrive> drives = new ArrayList<>();
    private boolean touched;

    Side(EventSink events) {
      channel =
          new SipVoiceChannel<>(
              TrunkCarrier.launcher(
                  (settings, listener) -> {
                    TrunkDrive drive =
                        new TrunkDrive(
                            timeline,
                            sites,
                            media,
                            settings,
                            witness.trunks.beside(listener),
                            random.split());
                    drives.add(drive);
                    return drive;
                  },
                  timeline::now),
              _ -> VoiceRules.DEFAULT,
              PROMPTS,
              events,
              CallObserver.NONE);
    }

    @Override
    public void start() {
      channel.configure(carriers);
    }

    @Override
    public void place(List<Call> batch) {
      for (Call call : batch) {
        witness.calls.placed(call);
        witness.trunks.placed(call);
      }
      channel.place(batch);
      touched = true;
    }

    @Override
    public void hangUp(List<HangUp> batch) {
      channel.hangUp(batch);
      touched = true;
    }

    @Override
    public void poll() {
      touched = false;
      drives.forEach(TrunkDrive::poll);
    }

    @Override
    public boolean touched() {
      return touched;
    }

    @Override
    public void nodeDies() {
      drives.forEach(TrunkDrive::dies);
      witness.trunks.nodeDies();
    }
  }
}
