package io.strowger.sip.media;

/** A session description that cannot lead to media; never leaves the package. */
final class SdpRefused extends Exception {
  private static final long serialVersionUID = 1;

  SdpRefused(String why) {
    super(why);
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
