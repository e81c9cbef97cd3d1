package io.strowger.sip.media;

import java.util.Locale;

/** Who sends media, seen from the describing side (RFC 3264 section 5.1). */
public enum Direction {
  SENDRECV,
  SENDONLY,
  RECVONLY,
  INACTIVE;

  boolean sends() {
    return this == SENDRECV || this == SENDONLY;
  }

  boolean receives() {
    return this == SENDRECV || this == RECVONLY;
  }

  /** What we may do with a peer that describes itself so, at most {@code wanted}. */
  static Direction answering(Direction offered, Direction wanted) {
    return of(offered.receives() && wanted.sends(), offered.sends() && wanted.receives());
  }

  private static Direction of(boolean sends, boolean receives) {
    if (sends) {
      return receives ? SENDRECV : SENDONLY;
    }
    return receives ? RECVONLY : INACTIVE;
  }

  String attribute() {
    return name().toLowerCase(Locale.ROOT);
  }
}
