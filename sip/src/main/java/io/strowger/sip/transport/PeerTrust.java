package io.strowger.sip.transport;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes a server whose chain is trusted and whose certificate is for the SIP domain asked. */
final class PeerTrust extends X509ExtendedTrustManager {
  private final X509ExtendedTrustManager chains;
  private final Witnessed witnessed;

  PeerTrust(X509ExtendedTrustManager chains, Witnessed witnessed) {
    this.chains = chains;
    this.witnessed = witnessed;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    witnessed.shows(engine, chain);
    chains.checkServerTrusted(chain, authType, engine);
    String expected = engine.getPeerHost();
    if (expected == null || !SipIdentity.matches(chain[0], expected)) {
      throw new CertificateException("the certificate is not for " + expected);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    chains.checkClientTrusted(chain, authType, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw new CertificateException("nothing is known of whom this is for");
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw new CertificateException("nothing is known of whom this is for");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    chains.checkClientTrusted(chain, authType, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    chains.checkClientTrusted(chain, authType);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return chains.getAcceptedIssuers();
  }
}
