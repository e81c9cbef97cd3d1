package io.strowger.sip.prompt;

/**
 * Sounds keys, for a machine at the far end that knows them.
 *
 * @param keys 1 to 20 of 0-9, * and #; never shown by {@link #toString()}
 * @param times how often, 1 to 5
 */
public record MarkerScript(String keys, int times) implements CallScript {
  public MarkerScript {
    if (!keys.matches("[0-9*#]{1,20}")) {
      throw new IllegalArgumentException("a marker has 1 to 20 keys");
    }
    if (times < 1 || times > 5) {
      throw new IllegalArgumentException("a marker is sounded 1 to 5 times");
    }
  }

  @Override
  public String toString() {
    return "MarkerScript[times=" + times + "]";
  }
}
