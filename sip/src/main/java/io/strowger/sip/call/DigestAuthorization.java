package io.strowger.sip.call;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One Authorization or Proxy-Authorization header (RFC 7616 section 3.4).
 *
 * @param nonceCount 0 without qop
 * @param cnonce null without qop
 */
public record DigestAuthorization(
    String user,
    String realm,
    String nonce,
    String uri,
    String response,
    DigestAlgorithm algorithm,
    @Nullable String opaque,
    @Nullable String cnonce,
    int nonceCount) {

  /** The answer to a challenge. */
  static DigestAuthorization answer(
      DigestChallenge challenge, DigestCredentials credentials, Exchange exchange) {
    String cnonce = challenge.qop() ? exchange.cnonce() : null;
    int count = challenge.qop() ? exchange.nonceCount() : 0;
    DigestAuthorization blank =
        new DigestAuthorization(
            credentials.user(),
            challenge.realm(),
            challenge.nonce(),
            exchange.uri(),
            "",
            challenge.algorithm(),
            challenge.opaque(),
            cnonce,
            count);
    return blank.with(blank.expected(exchange.method(), credentials.password()));
  }

  /** What an answer is made from besides challenge and credentials. */
  record Exchange(String method, String uri, String cnonce, int nonceCount) {}

  /** Null when malformed, of another scheme, or of an algorithm or qop that we do not speak. */
  public static @Nullable DigestAuthorization parse(String header) {
    Map<String, String> values = AuthParameters.parse(header);
    if (values == null) {
      return null;
    }
    String user = values.get("username");
    String realm = values.get("realm");
    String nonce = values.get("nonce");
    String uri = values.get("uri");
    String response = values.get("response");
    DigestAlgorithm algorithm = DigestAlgorithm.of(values.get("algorithm"));
    if (user == null
        || realm == null
        || nonce == null
        || uri == null
        || response == null
        || algorithm == null) {
      return null;
    }
    String qop = values.get("qop");
    String cnonce = values.get("cnonce");
    int count = count(values.get("nc"));
    if (qop != null && (!qop.equalsIgnoreCase("auth") || cnonce == null || count <= 0)) {
      return null;
    }
    return new DigestAuthorization(
        user,
        realm,
        nonce,
        uri,
        response,
        algorithm,
        values.get("opaque"),
        qop == null ? null : cnonce,
        qop == null ? 0 : count);
  }

  /** Eight hexadecimal digits; 0 for anything else. */
  private static int count(@Nullable String hex) {
    return hex != null && hex.matches("0[0-9a-fA-F]{7}") ? Integer.parseInt(hex, 16) : 0;
  }

  /**
   * Whether the one who wrote it knows the password. That the nonce is ours, fresh, and its count
   * new is for the caller to see to.
   */
  public boolean proves(String method, String password) {
    return MessageDigest.isEqual(
        expected(method, password).getBytes(StandardCharsets.US_ASCII),
        response.getBytes(StandardCharsets.UTF_8));
  }

  private String expected(String method, String password) {
    String a1 = algorithm.hash(user + ":" + realm + ":" + password);
    String a2 = algorithm.hash(method + ":" + uri);
    return cnonce == null
        ? algorithm.hash(a1 + ":" + nonce + ":" + a2)
        : algorithm.hash(a1 + ":" + nonce + ":" + hexCount() + ":" + cnonce + ":auth:" + a2);
  }

  private String hexCount() {
    return String.format("%08x", nonceCount);
  }

  private DigestAuthorization with(String made) {
    return new DigestAuthorization(
        user, realm, nonce, uri, made, algorithm, opaque, cnonce, nonceCount);
  }

  /** As it stands in the header. */
  public String header() {
    StringBuilder text = new StringBuilder("Digest username=").append(AuthParameters.quote(user));
    text.append(", realm=").append(AuthParameters.quote(realm));
    text.append(", nonce=").append(AuthParameters.quote(nonce));
    text.append(", uri=").append(AuthParameters.quote(uri));
    text.append(", response=\"").append(response);
    text.append("\", algorithm=").append(algorithm.token());
    if (opaque != null) {
      text.append(", opaque=").append(AuthParameters.quote(opaque));
    }
    if (cnonce != null) {
      text.append(", qop=auth, nc=").append(hexCount());
      text.append(", cnonce=").append(AuthParameters.quote(cnonce));
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return "DigestAuthorization[" + user + " at " + realm + "]";
  }
}
