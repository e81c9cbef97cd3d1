package io.strowger.gateway.webhook;

import io.strowger.gateway.message.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The {@code webhook-signature} of Standard Webhooks: for each secret one {@code v1} signature of
 * id, timestamp and body, so that a receiver that knows any of them is satisfied.
 */
final class StandardSignature {
  private static final String PREFIX = "whsec_";

  private StandardSignature() {}

  /**
   * @param secrets {@code whsec_} and base64; any other text is a key as it stands
   * @param timestamp seconds since 1970
   */
  static String of(List<Secret> secrets, String id, long timestamp, byte[] body) {
    byte[] head = (id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8);
    return secrets.stream()
        .map(secret -> "v1," + Hmac.SHA256.sign(key(secret), head, body))
        .collect(Collectors.joining(" "));
  }

  private static byte[] key(Secret secret) {
    String text = secret.reveal();
    if (text.startsWith(PREFIX)) {
      try {
        byte[] key = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (key.length > 0) {
          return key;
        }
      } catch (IllegalArgumentException _) {
        // Not base64: then it is a text that happens to begin so.
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
