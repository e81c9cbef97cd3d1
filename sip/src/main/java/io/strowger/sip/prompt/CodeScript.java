package io.strowger.sip.prompt;

/**
 * Speaks a code.
 *
 * @param digits 1 to 20 digits; never shown by {@link #toString()}
 * @param gate whether the code is spoken only after a key, so that voicemail never hears it
 * @param key the key of the gate, and of "to hear it again"
 * @param repeats how often the code is repeated by itself, 0 to 5
 */
public record CodeScript(String digits, boolean gate, char key, int repeats) implements CallScript {
  public CodeScript {
    if (!digits.matches("[0-9]{1,20}")) {
      throw new IllegalArgumentException("a spoken code has 1 to 20 digits");
    }
    char _ = CallScript.key(key, "the key");
    if (repeats < 0 || repeats > 5) {
      throw new IllegalArgumentException("a code is repeated 0 to 5 times");
    }
  }

  /** Behind the gate of key 1, and repeated once. */
  public static CodeScript of(String digits) {
    return new CodeScript(digits, true, '1', 1);
  }

  @Override
  public String toString() {
    return "CodeScript[gate=" + gate + ", repeats=" + repeats + "]";
  }
}
