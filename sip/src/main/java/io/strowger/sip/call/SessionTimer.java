package io.strowger.sip.call;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The session timer of one dialog (RFC 4028): who refreshes it, and when.
 *
 * @param intervalSeconds agreed; at least 90 (section 4)
 * @param weRefresh or the far end does
 * @param sinceMillis the last refresh
 */
record SessionTimer(int intervalSeconds, boolean weRefresh, long sinceMillis) {
  static final int MIN_SECONDS = 90;

  /** A day: more is no timer, and arithmetic stays easy. */
  private static final int MAX_SECONDS = 86_400;

  /** What a Session-Expires header says. */
  record Expires(int seconds, @Nullable Boolean uacRefreshes) {
    /** Null without the header, or when it cannot be read. */
    static @Nullable Expires parse(@Nullable String header) {
      if (header == null) {
        return null;
      }
      String[] parts = header.split(";", -1);
      int seconds = SessionTimer.seconds(parts[0].strip());
      if (seconds <= 0) {
        return null;
      }
      Boolean uac = null;
      for (String part : parts) {
        String text = part.strip().toLowerCase(Locale.ROOT).replace(" ", "");
        if (text.equals("refresher=uac")) {
          uac = true;
        } else if (text.equals("refresher=uas")) {
          uac = false;
        }
      }
      return new Expires(seconds, uac);
    }
  }

  /** Digits alone, at most a day; 0 for anything else. */
  static int seconds(@Nullable String text) {
    if (text == null || !text.strip().matches("[0-9]{1,9}")) {
      return 0;
    }
    return Math.min(MAX_SECONDS, Integer.parseInt(text.strip()));
  }

  /**
   * After a 2xx to a request of ours (section 7.2): without the header there is no timer.
   *
   * @return null for no timer
   */
  static @Nullable SessionTimer fromResponse(@Nullable String sessionExpires, long now) {
    Expires expires = Expires.parse(sessionExpires);
    return expires == null
        ? null
        : new SessionTimer(
            Math.max(MIN_SECONDS, expires.seconds()),
            !Boolean.FALSE.equals(expires.uacRefreshes()),
            now);
  }

  /**
   * From a request of the far end that we are about to accept (section 9). Where it leaves the
   * choice to us, it goes on refreshing.
   *
   * @return null for no timer
   */
  static @Nullable SessionTimer fromRequest(@Nullable String sessionExpires, long now) {
    Expires expires = Expires.parse(sessionExpires);
    return expires == null
        ? null
        : new SessionTimer(expires.seconds(), Boolean.FALSE.equals(expires.uacRefreshes()), now);
  }

  /** Too short to accept: 422 with Min-SE (section 9). */
  static boolean tooSmall(@Nullable String sessionExpires) {
    Expires expires = Expires.parse(sessionExpires);
    return expires != null && expires.seconds() < MIN_SECONDS;
  }

  SessionTimer refreshed(long now) {
    return new SessionTimer(intervalSeconds, weRefresh, now);
  }

  /** Half the interval (section 7.2); never where the far end refreshes. */
  long refreshAtMillis() {
    return weRefresh ? sinceMillis + intervalSeconds * 500L : Long.MAX_VALUE;
  }

  /**
   * When to send BYE: min(32 s, a third) before the interval ends where the far end refreshes
   * (section 10); at its end where our own refreshes fail.
   */
  long expiresAtMillis() {
    long interval = intervalSeconds * 1000L;
    return sinceMillis + interval - (weRefresh ? 0 : Math.min(32_000, interval / 3));
  }

  /** For a request of ours, which names us as the one to refresh, or keeps it as it is. */
  String requestHeader() {
    return intervalSeconds + ";refresher=" + (weRefresh ? "uac" : "uas");
  }

  /** For our 2xx to a request of the far end, which then is the UAC. */
  String responseHeader() {
    return intervalSeconds + ";refresher=" + (weRefresh ? "uas" : "uac");
  }
}
