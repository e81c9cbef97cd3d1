package io.strowger.smpp.simulator;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/**
 * A certificate authority made up on the spot, so that links can be tested with certificates that
 * are valid, run out, or name another host. Never for real use: its keys live in memory only.
 */
public final class CertificateAuthority {
  private static final String ECDSA_WITH_SHA256 = "2a8648ce3d040302";
  private static final String COMMON_NAME = "550403";
  private static final String BASIC_CONSTRAINTS = "551d13";
  private static final String SUBJECT_ALT_NAME = "551d11";
  private static final int EXPLICIT_0 = 0xA0;
  private static final int EXPLICIT_3 = 0xA3;
  private static final int DNS_NAME = 0x82;
  private static final int IP_ADDRESS = 0x87;
  private static final Duration LIFETIME = Duration.ofDays(3650);

  private final KeyPair keys;
  private final String name;
  private final X509Certificate certificate;
  private long serial = 1;

  /** A key and its certificate. {@link #toString()} never shows the key. */
  public record Issued(PrivateKey key, X509Certificate certificate) {
    /** The private key, PKCS #8 in PEM. */
    public String keyPem() {
      return pem("PRIVATE KEY", key.getEncoded());
    }

    public String certificatePem() {
      try {
        return pem("CERTIFICATE", certificate.getEncoded());
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("a certificate that was just parsed", e);
      }
    }

    @Override
    public String toString() {
      return "Issued[" + certificate.getSubjectX500Principal() + "]";
    }
  }

  private CertificateAuthority(String name, Instant now) throws GeneralSecurityException {
    this.name = name;
    this.keys = newKeys();
    byte[] constraints =
        Der.sequence(Der.oid(BASIC_CONSTRAINTS), Der.yes(), Der.octets(Der.sequence(Der.yes())));
    this.certificate =
        sign(
            keys,
            BigInteger.ONE,
            name,
            subject(name, keys, now.minus(Duration.ofDays(30)), now.plus(LIFETIME)),
            constraints);
  }

  /**
   * @param name its common name
   */
  public static CertificateAuthority create(String name, Instant now) {
    try {
      return new CertificateAuthority(name, now);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA with P-256", e);
    }
  }

  /** What a client has to trust, in PEM. */
  public String pem() {
    return new Issued(keys.getPrivate(), certificate).certificatePem();
  }

  /**
   * Issues a certificate for a host.
   *
   * @param host a DNS name, or an IPv4 address
   */
  public Issued issue(String host, Instant notBefore, Instant notAfter) {
    try {
      KeyPair leaf = newKeys();
      byte[] names =
          Der.sequence(Der.oid(SUBJECT_ALT_NAME), Der.octets(Der.sequence(alternative(host))));
      return new Issued(
          leaf.getPrivate(),
          sign(
              keys,
              BigInteger.valueOf(++serial),
              name,
              subject(host, leaf, notBefore, notAfter),
              names));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime lacks ECDSA with P-256", e);
    }
  }

  private static KeyPair newKeys() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  /** validity, subject and subjectPublicKeyInfo (RFC 5280 section 4.1). */
  private static byte[][] subject(String name, KeyPair keys, Instant from, Instant to) {
    return new byte[][] {
      Der.sequence(Der.time(from), Der.time(to)), distinguished(name), keys.getPublic().getEncoded()
    };
  }

  private static X509Certificate sign(
      KeyPair issuer, BigInteger serial, String issuerName, byte[][] subject, byte[] extension)
      throws GeneralSecurityException {
    byte[] algorithm = Der.sequence(Der.oid(ECDSA_WITH_SHA256));
    byte[] toBeSigned =
        Der.sequence(
            Der.tagged(EXPLICIT_0, Der.integer(BigInteger.TWO)),
            Der.integer(serial),
            algorithm,
            distinguished(issuerName),
            subject[0],
            subject[1],
            subject[2],
            Der.tagged(EXPLICIT_3, Der.sequence(extension)));
    Signature signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(issuer.getPrivate());
    signature.update(toBeSigned);
    byte[] whole = Der.sequence(toBeSigned, algorithm, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  private static byte[] distinguished(String commonName) {
    return Der.sequence(Der.set(Der.sequence(Der.oid(COMMON_NAME), Der.utf8(commonName))));
  }

  private static byte[] alternative(String host) {
    if (!host.matches("\\d{1,3}(\\.\\d{1,3}){3}")) {
      return Der.tagged(DNS_NAME, host.getBytes(StandardCharsets.US_ASCII));
    }
    byte[] address = new byte[4];
    String[] parts = host.split("\\.", -1);
    for (int i = 0; i < address.length; i++) {
      address[i] = (byte) Integer.parseInt(parts[i]);
    }
    return Der.tagged(IP_ADDRESS, address);
  }

  private static String pem(String label, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
  }
}
