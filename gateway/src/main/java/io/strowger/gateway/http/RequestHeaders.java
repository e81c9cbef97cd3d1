package io.strowger.gateway.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers of a request say. */
final class RequestHeaders {
  private static final CharSequence EXPECT = HttpHeaders.createOptimized("expect");
  private static final CharSequence IDEMPOTENCY_KEY =
      HttpHeaders.createOptimized("idempotency-key");
  private static final CharSequence END_USER = HttpHeaders.createOptimized("x-end-user-ip");
  private static final int IDEMPOTENCY_KEY_MAX = 255;
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final Pattern TAGS =
      Pattern.compile("\\s*\"[!#-~]{0,64}\"(\\s*,\\s*\"[!#-~]{0,64}\"){0,8}\\s*");
  private static final String BEARER = "bearer ";

  private RequestHeaders() {}

  /** The body's length in bytes; -1 when only its end will tell. */
  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length == null) {
      return request.headers().contains(HttpHeaders.TRANSFER_ENCODING) ? -1 : 0;
    }
    try {
      return Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  static boolean expectsContinue(HttpServerRequest request) {
    String expect = request.getHeader(EXPECT);
    return expect != null && expect.equalsIgnoreCase("100-continue");
  }

  /** The bearer token (RFC 6750 section 2.1), or null. */
  static @Nullable String bearer(HttpServerRequest request) {
    String value = request.getHeader(HttpHeaders.AUTHORIZATION);
    if (value == null || !value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      return null;
    }
    String token = value.substring(BEARER.length()).strip();
    return token.isEmpty() ? null : token;
  }

  /** Refuses a body that is not plain UTF-8 JSON. */
  static @Nullable Problem mediaProblem(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    if (type == null
        || !isJson(type)
        || (encoding != null && !encoding.equalsIgnoreCase("identity"))) {
      return Problem.of(
              ProblemType.UNSUPPORTED_MEDIA_TYPE, "The body must be JSON, without compression.")
          .allowing("application/json");
    }
    return null;
  }

  /** Refuses a body that is neither JSON nor a merge patch (RFC 7396). */
  static @Nullable Problem patchProblem(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
    return encoding == null && type != null && type.equalsIgnoreCase(MERGE_PATCH)
        ? null
        : mediaProblem(request);
  }

  /** The entity tags of If-Match (RFC 9110 section 13.1.1); empty for any. */
  static List<String> ifMatch(HttpServerRequest request) throws Rejected {
    String value = request.getHeader(HttpHeaders.IF_MATCH);
    if (value == null || value.strip().equals("*")) {
      return List.of();
    }
    if (!TAGS.matcher(value).matches()) {
      throw new Rejected(
          Problem.atParameter(
              ProblemType.INVALID_HEADER,
              "If-Match",
              "These are no entity tags.",
              "the ETag of the account, in its quotes, or *"));
    }
    return List.of(value.strip().split("[\\s,]+", -1));
  }

  private static boolean isJson(String type) {
    if (type.equals("application/json")) {
      return true;
    }
    int semicolon = type.indexOf(';');
    String bare = (semicolon < 0 ? type : type.substring(0, semicolon)).strip();
    if (!bare.equalsIgnoreCase("application/json")) {
      return false;
    }
    String parameters = semicolon < 0 ? "" : type.substring(semicolon + 1).strip();
    String charset = parameters.toLowerCase(Locale.ROOT).replace("\"", "").replace(" ", "");
    return charset.isEmpty() || charset.equals("charset=utf-8");
  }

  /** The trace-id of a traceparent header (W3C Trace Context, version 00); "-" without one. */
  static String traceId(HttpServerRequest request) {
    String parent = request.getHeader("traceparent");
    return parent != null && TRACEPARENT.matcher(parent).matches() ? parent.substring(3, 35) : "-";
  }

  /** The end user that the X-End-User-IP header names; null when none is sent. */
  static @Nullable String endUser(HttpServerRequest request) throws Rejected {
    String value = request.getHeader(END_USER);
    String endUser = value == null ? null : EndUser.of(value.strip());
    if (value != null && endUser == null) {
      throw new Rejected(
          Problem.atParameter(
              ProblemType.INVALID_HEADER,
              "X-End-User-IP",
              "This is no IP address.",
              EndUser.ALLOWED));
    }
    return endUser;
  }

  /** Null when none is sent. */
  static @Nullable String idempotencyKey(HttpServerRequest request) throws Rejected {
    if (!request.headers().contains(IDEMPOTENCY_KEY)) {
      return null;
    }
    List<String> values = request.headers().getAll(IDEMPOTENCY_KEY);
    String key = values.getFirst();
    boolean valid = values.size() == 1 && !key.isEmpty() && key.length() <= IDEMPOTENCY_KEY_MAX;
    for (int i = 0; valid && i < key.length(); i++) {
      valid = key.charAt(i) > ' ' && key.charAt(i) < 0x7F;
    }
    if (!valid) {
      throw new Rejected(
          Problem.atParameter(
              ProblemType.INVALID_HEADER,
              "Idempotency-Key",
              "This cannot be an idempotency key.",
              "one key of 1 to 255 visible ASCII characters"));
    }
    return key;
  }
}
