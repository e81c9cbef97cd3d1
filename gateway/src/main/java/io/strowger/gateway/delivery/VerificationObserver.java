package io.strowger.gateway.delivery;

/** Hears what becomes of verifications, for metrics. On the dispatcher's thread: count, return. */
public interface VerificationObserver {
  VerificationObserver NONE = (_, _) -> {};

  void happened(String account, VerificationEvent event);
}
