package io.strowger.sip.simulator;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.prompt.Clip;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.TrunkReport.Count;
import java.util.function.Consumer;

/** What stands at the far end of an answered call: a person, a voicemail, nobody. */
final class Far {
  private static final long BEEP_AFTER_MILLIS = 3000;

  private final PromptPack voice;
  private final CallDice dice;
  private final Ledger ledger;
  private final Due due;
  private final KeySender info;
  private final Consumer<SimulatedCall> hangUp;
  private final AudioSource ringback = Tones.ringback();
  private final AudioSource beep = Tones.beep();

  /** Tells a key by SIP INFO. */
  @FunctionalInterface
  interface KeySender {
    void send(SimulatedCall call, char key);
  }

  Far(
      PromptPack voice,
      CallDice dice,
      Ledger ledger,
      Due due,
      KeySender info,
      Consumer<SimulatedCall> hangUp) {
    this.voice = voice;
    this.dice = dice;
    this.ledger = ledger;
    this.due = due;
    this.info = info;
    this.hangUp = hangUp;
  }

  /** Early media. */
  void ringback(SimulatedCall call) {
    play(call, ringback);
  }

  /** The 200 was sent. */
  void answered(SimulatedCall call) {
    CallMedia media = call.media;
    if (media != null) {
      media.mute(call.decision.fate() == CallFate.SILENT);
    }
  }

  /** The ACK came. */
  void connected(SimulatedCall call, long now) {
    if (call.back != null) {
      return;
    }
    switch (call.decision.fate()) {
      case PERSON -> {
        play(call, voice.clip(Clip.GOODBYE));
        press(call, 0, now);
        if (!call.dials.hangUpAfter().isZero()) {
          due.at(now + call.dials.hangUpAfter().toMillis(), () -> hangUp.accept(call));
        }
      }
      case VOICEMAIL -> {
        play(call, voice.clip(Clip.GREETING));
        due.at(now + BEEP_AFTER_MILLIS, () -> play(call, beep));
      }
      case RINGBACK -> play(call, ringback);
      case HUNG_UP -> hangUp.accept(call);
      case SILENT, NO_ANSWER, REFUSED -> {
        // Nobody speaks.
      }
    }
  }

  private static void play(SimulatedCall call, AudioSource source) {
    CallMedia media = call.media;
    if (media != null) {
      long _ = media.play(source);
    }
  }

  private void press(SimulatedCall call, int index, long now) {
    String keys = call.dials.keys();
    if (index >= keys.length()) {
      return;
    }
    long at = now + Math.max(1, dice.millis(call.dials.keyDelay()));
    due.at(
        at,
        () -> {
          CallMedia media = call.media;
          if (call.ended || media == null) {
            return;
          }
          char key = keys.charAt(index);
          call.keys.append(key);
          ledger.add(Count.KEYS_PRESSED);
          switch (call.dials.keyMode()) {
            case EVENTS -> media.sendKey(key);
            case INFO -> info.send(call, key);
            case TONES -> play(call, Tones.key(key));
          }
          press(call, index + 1, at);
        });
  }
}
