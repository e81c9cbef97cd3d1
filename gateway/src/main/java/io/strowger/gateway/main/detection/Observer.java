package io.strowger.gateway.main.detection;

/** Who looks on while traffic flows; slots are two seconds. */
interface Observer {
  void sent(int operator, long slot);

  void receipt(int operator, long sentSlot, long slot);

  void endOf(long slot);
}
