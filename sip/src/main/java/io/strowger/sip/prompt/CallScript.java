package io.strowger.sip.prompt;

/** What a call says and asks, from its answer on. Carried out by {@link ScriptSession}. */
public sealed interface CallScript permits CodeScript, ApprovalScript, MarkerScript {
  /** The key itself, where it is one that can be said and pressed. */
  static char key(char key, String name) {
    if ("0123456789*#".indexOf(key) < 0) {
      throw new IllegalArgumentException(name + " is one of 0-9, * and #");
    }
    return key;
  }
}
