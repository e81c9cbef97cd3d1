package io.strowger.gateway.guard;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;

/** Hears what the guard does, for metrics and logs. Called on its thread: count and return. */
public interface GuardObserver {
  GuardObserver NONE = new GuardObserver() {};

  default void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {}

  /** A message is taken, but may not go by this one of its channels. */
  default void channelLeftOut(String account, PhoneNumber to, Channel channel, Denial denial) {}

  /** A request was taken for one that had been taken before. */
  default void repeated(String account) {}

  default void pumpingBlocked(PumpingBlock block) {}

  /**
   * @param byOperator false when its time was over
   */
  default void pumpingLifted(PumpingBlock block, boolean byOperator) {}

  /** One that tells all of these, in their order. */
  static GuardObserver all(List<GuardObserver> observers) {
    List<GuardObserver> copy = List.copyOf(observers);
    return new GuardObserver() {
      @Override
      public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
        copy.forEach(observer -> observer.denied(account, to, denial, nowMillis));
      }

      @Override
      public void channelLeftOut(String account, PhoneNumber to, Channel channel, Denial denial) {
        copy.forEach(observer -> observer.channelLeftOut(account, to, channel, denial));
      }

      @Override
      public void repeated(String account) {
        copy.forEach(observer -> observer.repeated(account));
      }

      @Override
      public void pumpingBlocked(PumpingBlock block) {
        copy.forEach(observer -> observer.pumpingBlocked(block));
      }

      @Override
      public void pumpingLifted(PumpingBlock block, boolean byOperator) {
        copy.forEach(observer -> observer.pumpingLifted(block, byOperator));
      }
    };
  }
}
