package io.strowger.smpp.link;

import java.util.List;

/**
 * How long a new submission would wait, by Little's law: what is before it, divided by what the
 * windows let through (window / response latency) or by the rate, whichever is slower.
 */
final class WaitEstimate {
  private static final double WEIGHT = 0.05;

  private double latencyMillis = 1;
  private double partsEach = 1;

  void answered(long millis) {
    latencyMillis += WEIGHT * (millis - latencyMillis);
  }

  void encoded(int parts) {
    partsEach += WEIGHT * (parts - partsEach);
  }

  long millis(int queued, double perSecond, List<LinkBind> binds, long now) {
    int windows = 0;
    int free = 0;
    double latency = latencyMillis;
    for (LinkBind bind : binds) {
      if (bind.canTransmit()) {
        windows += bind.windowMax();
        free += bind.windowFree();
        if (bind.oldestSentAtMillis() <= now) {
          // A carrier that has stopped answering shows in the age of its oldest request only.
          latency = Math.max(latency, (double) (now - bind.oldestSentAtMillis()));
        }
      }
    }
    if (windows == 0) {
      return 0;
    }
    double byRate = queued * partsEach * 1000 / perSecond;
    double before = queued * partsEach + 1 - free;
    double byWindow = before <= 0 ? 0 : before * latency / windows;
    return Math.round(Math.max(byRate, byWindow));
  }
}
