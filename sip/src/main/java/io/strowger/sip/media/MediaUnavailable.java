package io.strowger.sip.media;

/** No port, no address of the wanted family, or too many calls: this call gets no media here. */
public final class MediaUnavailable extends Exception {
  private static final long serialVersionUID = 1;

  public MediaUnavailable(String message) {
    super(message);
  }

  public MediaUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
