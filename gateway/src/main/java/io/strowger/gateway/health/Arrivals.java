package io.strowger.gateway.health;

/** How many of so many messages arrived. */
final class Arrivals {
  int sent;
  int arrived;

  void add(int moreSent, int moreArrived) {
    sent += moreSent;
    arrived += moreArrived;
  }

  void clear() {
    sent = 0;
    arrived = 0;
  }
}
