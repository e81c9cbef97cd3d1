package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** How a hook knows that a request comes from its account. */
public sealed interface HookAuthentication {
  /**
   * One of the account's API keys: as bearer token, alone in {@code Authorization}, or as the
   * password of Basic with the account's id as user.
   */
  record ApiKey() implements HookAuthentication {}

  /** A user and a password of the hook's own (RFC 7617). */
  record Basic(String username, KeyHash password) implements HookAuthentication {}

  /**
   * A secret alone in a header.
   *
   * @param keys empty takes the account's API keys
   */
  record Header(String name, Set<KeyHash> keys) implements HookAuthentication {
    public Header {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * A secret in a parameter of the query or a field of the body.
   *
   * @param keys empty takes the account's API keys
   */
  record Parameter(String name, Set<KeyHash> keys) implements HookAuthentication {
    public Parameter {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * A signature over the body (Standard Webhooks, symmetric).
   *
   * @param secrets in base64, with or without {@code whsec_} and {@code v1,} before it; several
   *     during a rotation
   */
  record Signature(List<Secret> secrets) implements HookAuthentication {
    private static final String VERSION = "v1,";
    private static final String SECRET_PREFIX = "whsec_";

    public Signature {
      secrets = List.copyOf(secrets);
    }

    /**
     * The octets of a secret as it is handed out.
     *
     * @throws IllegalArgumentException when it is no base64, or empty
     */
    public static byte[] key(Secret secret) {
      String text = secret.reveal().strip();
      String bare = text.startsWith(VERSION) ? text.substring(VERSION.length()) : text;
      boolean prefixed = bare.startsWith(SECRET_PREFIX);
      byte[] key =
          Base64.getDecoder().decode(prefixed ? bare.substring(SECRET_PREFIX.length()) : bare);
      if (key.length == 0) {
        throw new IllegalArgumentException("the secret is empty");
      }
      return key;
    }
  }
}
