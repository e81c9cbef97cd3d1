package io.strowger.gateway.message;

/**
 * Which door took a message, and what that door needs to report back. Opaque to everyone else, and
 * never with a code or a text in it.
 *
 * @param door short and stable: it is on disk
 * @param data at most 1 024 characters
 */
public record Origin(String door, String data) {
  private static final int DATA_MAX = 1_024;

  public Origin {
    if (data.length() > DATA_MAX) {
      throw new IllegalArgumentException("more than " + DATA_MAX + " characters");
    }
  }
}
