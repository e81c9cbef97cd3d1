package io.strowger.sip.trunk;

import io.strowger.sip.call.CallEvent;
import io.strowger.sip.media.InboundAudio;
import io.strowger.sip.prompt.ScriptEvent;
import org.jspecify.annotations.Nullable;

/** What media says; taken up in the next round, for it may say it in the middle of ours. */
final class Ears implements TrunkMedia.Events {
  private final TrunkEngine engine;
  private final Calls calls;
  private @Nullable Attempt attempt;

  Ears(TrunkEngine engine, Calls calls) {
    this.engine = engine;
    this.calls = calls;
  }

  void of(Attempt whose) {
    attempt = whose;
  }

  @Override
  public void seen() {
    tell(new CallEvent.MediaSeen(), null);
  }

  @Override
  public void key(char key) {
    Attempt current = attempt;
    if (current != null) {
      engine.later(current.presence::key);
    }
    tell(new CallEvent.KeyPressed(key), new ScriptEvent.Key(key));
  }

  @Override
  public void playEnded(long play) {
    Attempt current = attempt;
    if (current != null) {
      engine.later(() -> {
        if (play == current.play) {
          calls.script(current, new ScriptEvent.PlayEnded());
        }
      });
    }
  }

  @Override
  public void sounds(InboundAudio audio) {
    tell(
        new CallEvent.Heard(
            switch (audio) {
              case SPEECH -> CallEvent.Sound.VOICE;
              case RINGBACK -> CallEvent.Sound.RINGBACK;
              case BEEP -> CallEvent.Sound.BEEP;
              case SILENCE, COMFORT_NOISE -> CallEvent.Sound.NOTHING;
            }),
        null);
  }

  private void tell(CallEvent event, @Nullable ScriptEvent scripted) {
    Attempt current = attempt;
    if (current != null) {
      engine.later(() -> {
        calls.on(current, event);
        if (scripted != null) {
          calls.script(current, scripted);
        }
      });
    }
  }
}
