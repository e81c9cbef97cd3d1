package io.strowger.sip.call;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One WWW-Authenticate or Proxy-Authenticate header (RFC 7616 section 3.3, RFC 8760).
 *
 * @param qop whether {@code auth} is offered; without any qop the form of RFC 2069 is answered
 * @param stale the nonce was too old, the credentials were not wrong
 */
public record DigestChallenge(
    String realm,
    String nonce,
    @Nullable String opaque,
    DigestAlgorithm algorithm,
    boolean qop,
    boolean stale) {

  /** Null when it is malformed, or of a scheme, algorithm or qop that we do not speak. */
  public static @Nullable DigestChallenge parse(String header) {
    Map<String, String> values = AuthParameters.parse(header);
    if (values == null) {
      return null;
    }
    String realm = values.get("realm");
    String nonce = values.get("nonce");
    DigestAlgorithm algorithm = DigestAlgorithm.of(values.get("algorithm"));
    String qop = values.get("qop");
    if (realm == null || nonce == null || algorithm == null || (qop != null && !offersAuth(qop))) {
      return null;
    }
    return new DigestChallenge(
        realm,
        nonce,
        values.get("opaque"),
        algorithm,
        qop != null,
        "true".equalsIgnoreCase(values.get("stale")));
  }

  private static boolean offersAuth(String qop) {
    for (String option : qop.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (option.strip().equals("auth")) {
        return true;
      }
    }
    return false;
  }

  /** As it stands in the header of a challenging server. */
  public String header() {
    StringBuilder text = new StringBuilder("Digest realm=").append(AuthParameters.quote(realm));
    text.append(", nonce=").append(AuthParameters.quote(nonce));
    if (opaque != null) {
      text.append(", opaque=").append(AuthParameters.quote(opaque));
    }
    text.append(", algorithm=").append(algorithm.token());
    if (qop) {
      text.append(", qop=\"auth\"");
    }
    if (stale) {
      text.append(", stale=true");
    }
    return text.toString();
  }
}
