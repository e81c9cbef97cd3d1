package io.strowger.sip.transport;

import io.strowger.sip.message.Target;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Which certificate each server showed last. Of a handshake that fails for it the TLS session keeps
 * nothing, so it is noted before it is judged. Any thread.
 */
final class Witnessed {
  /** More servers than a carrier's trunks ever have: beyond it all are forgotten and seen anew. */
  private static final int TARGETS_MAX = 256;

  private final Map<SSLEngine, X509Certificate[]> judging =
      Collections.synchronizedMap(new WeakHashMap<>());
  private final Map<Target, PeerCertificate> shown = new ConcurrentHashMap<>();

  /** This is about to be judged. */
  void shows(SSLEngine engine, X509Certificate[] chain) {
    judging.put(engine, chain);
  }

  /** A handshake with this server is over. */
  void done(Target target, SSLEngine engine, boolean accepted) {
    X509Certificate[] chain = judging.remove(engine);
    if (chain == null && accepted) {
      // Of a session that was taken up again: judged when it was made.
      chain = chain(engine);
    }
    if (chain != null && chain.length > 0) {
      if (shown.size() >= TARGETS_MAX && !shown.containsKey(target)) {
        shown.clear();
      }
      shown.put(target, PeerCertificate.of(chain, accepted));
    }
  }

  private static X509Certificate @Nullable [] chain(SSLEngine engine) {
    try {
      Certificate[] peer = engine.getSession().getPeerCertificates();
      return peer instanceof X509Certificate[] x509 ? x509 : null;
    } catch (SSLPeerUnverifiedException e) {
      return null;
    }
  }

  /** Null when no handshake with it came so far. */
  @Nullable PeerCertificate last(Target target) {
    return shown.get(target);
  }
}
