package io.strowger.sip.trunk;

import io.strowger.sip.message.Target;
import java.util.List;

/** Finds the servers of a trunk (RFC 3263). */
public interface TrunkNames {
  /** Answers on the engine's thread, but never inside this call. */
  void resolve(TrunkSettings.Peer peer, Answer answer);

  /** What came of a look-up. */
  interface Answer {
    /**
     * @param servers in the order in which to try them, at least one
     * @param ttlSeconds how long that holds
     */
    void found(List<Target> servers, long ttlSeconds);

    void failed(String cause);
  }
}
