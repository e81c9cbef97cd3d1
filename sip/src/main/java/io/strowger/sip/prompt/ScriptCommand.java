package io.strowger.sip.prompt;

import io.strowger.sip.media.AudioSource;

/** What a script wants done. */
public sealed interface ScriptCommand {
  /** Play this at once, in place of what is playing. */
  record Play(AudioSource audio) implements ScriptCommand {}

  /** {@link ScriptEvent.TimedOut} is due at this time, unless a further Play comes first. */
  record WaitForKey(long untilMillis) implements ScriptCommand {}

  /** Hang up. */
  record Finish(ScriptResult result) implements ScriptCommand {}
}
