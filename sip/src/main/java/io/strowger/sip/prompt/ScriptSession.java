package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;
import io.strowger.sip.prompt.ScriptResult.Answer;
import io.strowger.sip.prompt.ScriptState.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a script out. It never says that something went wrong: who does not press what is asked
 * for is asked again and then hung up on.
 */
public final class ScriptSession {
  /** So that the first word is not lost while the far end connects its media. */
  private static final int LEAD_IN_MILLIS = 600;

  private static final int MARKER_GAP_MILLIS = 100;
  private static final long WAIT_MILLIS = 5000;
  private static final int QUESTIONS_MAX = 3;
  private static final int REPEATS_BY_KEY_MAX = 3;

  private ScriptSession() {}

  /** The next state and what to do; an event that means nothing now changes nothing. */
  public static ScriptStep step(
      CallScript script, PromptPack pack, ScriptState state, ScriptEvent event, long nowMillis) {
    ScriptState noted = state;
    if (event instanceof ScriptEvent.Key key && state.phase() != Phase.IDLE) {
      noted = state.pressed(key.key());
    }
    return switch (script) {
      case CodeScript code -> code(code, pack, noted, event, nowMillis);
      case ApprovalScript approval -> approval(approval, pack, noted, event, nowMillis);
      case MarkerScript marker -> marker(marker, noted, event);
    };
  }

  private static ScriptStep marker(MarkerScript script, ScriptState state, ScriptEvent event) {
    if (event instanceof ScriptEvent.Answered && state.phase() == Phase.IDLE) {
      List<AudioSource> parts = new ArrayList<>();
      for (int time = 0; time < script.times(); time++) {
        parts.add(Pause.millis(LEAD_IN_MILLIS));
        for (int i = 0; i < script.keys().length(); i++) {
          parts.add(KeySound.of(script.keys().charAt(i)));
          parts.add(Pause.millis(MARKER_GAP_MILLIS));
        }
      }
      return play(state.at(Phase.CODE).times(1), new Speech(parts));
    }
    return event instanceof ScriptEvent.PlayEnded && state.phase() == Phase.CODE
        ? finish(state.spoken())
        : same(state);
  }

  private static ScriptStep code(
      CodeScript script, PromptPack pack, ScriptState state, ScriptEvent event, long now) {
    boolean wanted = event instanceof ScriptEvent.Key key && key.key() == script.key();
    boolean ended = event instanceof ScriptEvent.PlayEnded;
    boolean timedOut = event instanceof ScriptEvent.TimedOut;
    return switch (state.phase()) {
      case IDLE ->
          event instanceof ScriptEvent.Answered
              ? script.gate() ? gate(script, pack, state) : speak(script, pack, state)
              : same(state);
      case GATE ->
          wanted
              ? speak(script, pack, state.times(0))
              : ended ? waitForKey(state.at(Phase.GATE_WAIT), now) : same(state);
      case GATE_WAIT ->
          wanted
              ? speak(script, pack, state.times(0))
              : !timedOut
                  ? same(state)
                  : state.times() < QUESTIONS_MAX ? gate(script, pack, state) : finish(state);
      case CODE ->
          !ended
              ? same(state)
              : state.times() <= script.repeats()
                  ? speak(script, pack, state.spoken())
                  : again(script, pack, state.spoken());
      case AGAIN ->
          wanted
              ? speak(script, pack, state.askedAgain())
              : ended ? waitForKey(state.at(Phase.AGAIN_WAIT), now) : same(state);
      case AGAIN_WAIT ->
          wanted
              ? speak(script, pack, state.askedAgain())
              : timedOut ? last(pack, state) : same(state);
      case LAST -> ended ? finish(state) : same(state);
      case QUESTION, QUESTION_WAIT, DONE -> same(state);
    };
  }

  private static ScriptStep gate(CodeScript script, PromptPack pack, ScriptState state) {
    List<AudioSource> parts = new ArrayList<>();
    if (state.times() == 0) {
      parts.add(Pause.millis(LEAD_IN_MILLIS));
      parts.add(pack.clip(Clip.GREETING));
      parts.add(Pause.millis(300));
    }
    parts.add(pack.press(Clip.TO_HEAR_PRESS, script.key()));
    return play(state.at(Phase.GATE).times(state.times() + 1), new Speech(parts));
  }

  private static ScriptStep speak(CodeScript script, PromptPack pack, ScriptState state) {
    List<AudioSource> parts = new ArrayList<>();
    if (state.phase() == Phase.IDLE) {
      parts.add(Pause.millis(LEAD_IN_MILLIS));
      parts.add(pack.clip(Clip.GREETING));
    }
    parts.add(Pause.millis(300));
    parts.add(pack.clip(state.times() == 0 ? Clip.YOUR_CODE_IS : Clip.I_REPEAT));
    parts.add(Pause.millis(500));
    parts.add(pack.digits(script.digits()));
    parts.add(Pause.millis(500));
    return play(state.at(Phase.CODE).times(state.times() + 1), new Speech(parts));
  }

  private static ScriptStep again(CodeScript script, PromptPack pack, ScriptState state) {
    return state.repeatsAsked() < REPEATS_BY_KEY_MAX
        ? play(state.at(Phase.AGAIN), pack.press(Clip.AGAIN_PRESS, script.key()))
        : last(pack, state);
  }

  private static ScriptStep last(PromptPack pack, ScriptState state) {
    return play(state.at(Phase.LAST), pack.clip(Clip.GOODBYE));
  }

  private static ScriptStep approval(
      ApprovalScript script, PromptPack pack, ScriptState state, ScriptEvent event, long now) {
    boolean asking = state.phase() == Phase.QUESTION || state.phase() == Phase.QUESTION_WAIT;
    if (asking && event instanceof ScriptEvent.Key key) {
      Answer answer = answer(script, key.key());
      return answer == Answer.NONE
          ? same(state)
          : play(
              state.answered(answer).at(Phase.LAST),
              pack.say(pack.clip(saidFor(answer)), pack.clip(Clip.GOODBYE)));
    }
    return switch (event) {
      case ScriptEvent.Answered _ when state.phase() == Phase.IDLE -> ask(script, pack, state);
      case ScriptEvent.PlayEnded _ when state.phase() == Phase.QUESTION ->
          waitForKey(state.spoken().at(Phase.QUESTION_WAIT), now);
      case ScriptEvent.TimedOut _ when state.phase() == Phase.QUESTION_WAIT ->
          state.times() < QUESTIONS_MAX ? ask(script, pack, state) : finish(state);
      case ScriptEvent.PlayEnded _ when state.phase() == Phase.LAST -> finish(state);
      default -> same(state);
    };
  }

  private static ScriptStep ask(ApprovalScript script, PromptPack pack, ScriptState state) {
    List<AudioSource> parts = new ArrayList<>();
    parts.add(Pause.millis(state.times() == 0 ? LEAD_IN_MILLIS : 0));
    parts.add(pack.clip(Clip.APPROVAL));
    parts.add(Pause.millis(300));
    parts.add(pack.press(Clip.TO_APPROVE_PRESS, script.approve()));
    Character deny = script.deny();
    if (deny != null) {
      parts.add(Pause.millis(300));
      parts.add(pack.press(Clip.TO_REFUSE_PRESS, deny));
    }
    Character fraud = script.fraud();
    if (fraud != null) {
      parts.add(Pause.millis(300));
      parts.add(pack.press(Clip.TO_REPORT_FRAUD_PRESS, fraud));
    }
    return play(state.at(Phase.QUESTION).times(state.times() + 1), new Speech(parts));
  }

  private static Answer answer(ApprovalScript script, char key) {
    if (key == script.approve()) {
      return Answer.APPROVED;
    }
    Character deny = script.deny();
    if (deny != null && key == deny) {
      return Answer.DENIED;
    }
    Character fraud = script.fraud();
    return fraud != null && key == fraud ? Answer.FRAUD : Answer.NONE;
  }

  private static Clip saidFor(Answer answer) {
    return switch (answer) {
      case APPROVED -> Clip.APPROVED;
      case DENIED -> Clip.REFUSED;
      case FRAUD -> Clip.REPORTED;
      case NONE -> throw new IllegalArgumentException("nothing is said for no answer");
    };
  }

  private static ScriptStep same(ScriptState state) {
    return new ScriptStep(state, List.of());
  }

  private static ScriptStep play(ScriptState state, AudioSource audio) {
    return new ScriptStep(state, List.of(new ScriptCommand.Play(audio)));
  }

  private static ScriptStep waitForKey(ScriptState state, long now) {
    return new ScriptStep(state, List.of(new ScriptCommand.WaitForKey(now + WAIT_MILLIS)));
  }

  private static ScriptStep finish(ScriptState state) {
    ScriptState done = state.at(Phase.DONE);
    return new ScriptStep(done, List.of(new ScriptCommand.Finish(done.result())));
  }
}
