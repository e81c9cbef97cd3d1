package io.strowger.sip.trunk;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.media.MediaEngine;
import io.strowger.sip.media.MediaListener;
import io.strowger.sip.media.MediaPort;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.media.MediaStatistics;
import io.strowger.sip.media.MediaUnavailable;
import io.strowger.sip.media.Negotiation;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** The media engine as the trunks see it: what it says arrives on the trunks' thread. */
final class EngineMedia implements TrunkMedia {
  private final MediaEngine engine;
  private final Executor owner;
  private final Runnable poll;

  EngineMedia(MediaEngine engine, Executor owner, Runnable poll) {
    this.engine = engine;
    this.owner = owner;
    this.poll = poll;
  }

  @Override
  public Line open(MediaRequest request, Events events) throws MediaUnavailable {
    return new PortLine(engine.open(request, new Posted(events)));
  }

  private record PortLine(MediaPort port) implements Line {
    @Override
    public String offer() {
      return port.offer();
    }

    @Override
    public Negotiation answered(String remoteSdp) {
      return port.answered(remoteSdp);
    }

    @Override
    public Negotiation offered(String remoteSdp) {
      return port.offered(remoteSdp);
    }

    @Override
    public long play(AudioSource audio) {
      return port.play(audio);
    }

    @Override
    public void hearKeysTwice() {
      port.hearKeysTwice();
    }

    @Override
    public long packetsReceived() {
      return port.statistics().packetsReceived();
    }

    @Override
    public MediaStatistics statistics() {
      return port.statistics();
    }

    @Override
    public void close() {
      port.close();
    }
  }

  /** From the pacing thread, which waits for nobody. */
  private final class Posted implements MediaListener {
    private final Events events;

    Posted(Events events) {
      this.events = events;
    }

    private void post(Runnable event) {
      try {
        owner.execute(() -> {
          event.run();
          poll.run();
        });
      } catch (RejectedExecutionException e) {
        // The owner is gone, and its calls with it.
        return;
      }
    }

    @Override
    public void mediaSeen() {
      post(events::seen);
    }

    @Override
    public void key(char key) {
      post(() -> events.key(key));
    }

    @Override
    public void playEnded(long play) {
      post(() -> events.playEnded(play));
    }

    @Override
    public void classified(InboundAudio audio) {
      post(() -> events.sounds(audio));
    }
  }
}
