package io.strowger.gateway.http;

import io.strowger.gateway.account.HookAuthentication.Signature;
import io.strowger.gateway.message.Secret;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a signed request (Standard Webhooks, symmetric signatures).
 *
 * @param timestamp seconds since 1970, as it was sent
 * @param signatures as they were sent: several, each with its version before it
 */
record SignedRequest(String id, String timestamp, String signatures) {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String VERSION = "v1,";
  private static final int ID_MAX = 200;
  private static final int DIGITS_MAX = 12;

  /** How far the clocks may be apart, and for how long a request can be sent again. */
  private static final long TOLERANCE_SECONDS = 300;

  /** Null when a header is missing. */
  static @Nullable SignedRequest of(HttpServerRequest request) {
    String id = request.getHeader("webhook-id");
    String timestamp = request.getHeader("webhook-timestamp");
    String signatures = request.getHeader("webhook-signature");
    return id == null || timestamp == null || signatures == null
        ? null
        : new SignedRequest(id, timestamp, signatures);
  }

  /** Whether one of the signatures was made with one of the secrets, not long ago. */
  boolean isBy(List<Secret> secrets, byte[] body, long nowMillis) {
    if (id.isEmpty() || id.length() > ID_MAX || !isRecent(nowMillis)) {
      return false;
    }
    boolean valid = false;
    for (Secret secret : secrets) {
      byte[] expected = sign(secret, body);
      // A list: some senders part it with commas as well.
      for (String signature : signatures.split("\\s+", -1)) {
        valid |= MessageDigest.isEqual(expected, decode(signature));
      }
    }
    return valid;
  }

  private boolean isRecent(long nowMillis) {
    boolean digits = !timestamp.isEmpty() && timestamp.length() <= DIGITS_MAX;
    for (int i = 0; digits && i < timestamp.length(); i++) {
      digits = timestamp.charAt(i) >= '0' && timestamp.charAt(i) <= '9';
    }
    return digits && Math.abs(nowMillis / 1_000 - Long.parseLong(timestamp)) <= TOLERANCE_SECONDS;
  }

  private byte[] sign(Secret secret, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(Signature.key(secret), ALGORITHM));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new AssertionError("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] decode(String signature) {
    String bare =
        signature.endsWith(",") ? signature.substring(0, signature.length() - 1) : signature;
    try {
      return bare.startsWith(VERSION)
          ? Base64.getDecoder().decode(bare.substring(VERSION.length()))
          : new byte[0];
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
