package io.strowger.gateway.http;

import io.strowger.gateway.account.KeyHash;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** User and password of the Basic scheme (RFC 7617); the password is hashed at once. */
record BasicCredentials(String user, KeyHash passwordHash) {
  private static final String BASIC = "basic ";

  /** Null when the request has none, or none that can be read. */
  static @Nullable BasicCredentials of(HttpServerRequest request) {
    return parse(request.getHeader(HttpHeaders.AUTHORIZATION));
  }

  static @Nullable BasicCredentials parse(@Nullable String header) {
    if (header == null || !header.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
      return null;
    }
    byte[] decoded;
    try {
      decoded = Base64.getDecoder().decode(header.substring(BASIC.length()).strip());
    } catch (IllegalArgumentException e) {
      return null;
    }
    String pair = FormFields.string(decoded, StandardCharsets.UTF_8);
    int colon = pair == null ? -1 : pair.indexOf(':');
    return pair == null || colon < 0
        ? null
        : new BasicCredentials(pair.substring(0, colon), KeyHash.of(pair.substring(colon + 1)));
  }
}
