package io.strowger.gateway.voice;

import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;

/** Hears of every call, for metrics. Any thread: count and return. */
public interface CallObserver {
  CallObserver NONE = new CallObserver() {};

  /** Given to its carrier. */
  default void placed(String carrier) {}

  /**
   * @param trunk empty when no trunk carried it
   * @param prefix calling code and at most one digit more, with its plus: too short to be anybody's
   * @param code of the end, such as {@code sip:486}
   */
  record Call(
      String carrier,
      String trunk,
      String prefix,
      CallEnding ending,
      String code,
      CallEvidence evidence) {}

  default void ended(Call call) {}

  /** A trunk could not, and another was tried: a bid of that trunk, and not the end. */
  default void diverted(Call call) {}

  /** Of an answered call, before its end. */
  default void sound(String carrier, String trunk, String prefix, CallCarrier.Sound sound) {}
}
