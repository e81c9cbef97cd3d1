package io.strowger.gateway.message;

/**
 * A text that holds a passcode. Its {@link #toString()} is a constant, so that no log, metric,
 * trace or error text can show it; only the channel that sends it, and the store that encrypts it,
 * reveal it.
 */
public final class Secret {
  /** What is left of a text after the message became final. */
  public static final Secret SHREDDED = new Secret("");

  private final String text;

  public Secret(String text) {
    this.text = text;
  }

  public String reveal() {
    return text;
  }

  public boolean isShredded() {
    return text.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
