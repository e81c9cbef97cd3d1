package io.strowger.gateway.http;

/**
 * Every kind of problem a client can be told (RFC 9457). The {@link #uri()} is a promise: it never
 * changes its meaning.
 */
enum ProblemType {
  MALFORMED_REQUEST(400, "The request is not valid HTTP"),
  MALFORMED_JSON(400, "The body is not valid JSON"),
  INVALID_ENCODING(400, "The body is not valid UTF-8"),
  WRONG_TYPE(400, "A field has the wrong type"),
  UNKNOWN_FIELD(400, "A field is unknown"),
  DUPLICATE_FIELD(400, "A field is given twice"),
  MISSING_FIELD(400, "A field is missing"),
  INVALID_FIELD(400, "A field has a value that is not allowed"),
  INVALID_NUMBER(400, "The telephone number cannot exist"),
  INVALID_TEXT(400, "The text cannot be sent"),
  TEXT_TOO_LONG(400, "The text needs more segments than the account may send"),
  TTL_OUT_OF_RANGE(400, "The time to live is out of range"),
  NOT_SUPPORTED(400, "This version cannot do what was asked"),
  INVALID_PARAMETER(400, "A query parameter has a value that is not allowed"),
  UNKNOWN_PARAMETER(400, "A query parameter is unknown"),
  INVALID_HEADER(400, "A header has a value that is not allowed"),
  UNAUTHORIZED(401, "A valid API key is needed"),
  FORBIDDEN(403, "The API key does not allow this"),
  DESTINATION_NOT_ALLOWED(403, "The account may not send to this destination"),
  NOT_FOUND(404, "There is nothing here"),
  METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
  REQUEST_TIMEOUT(408, "The request took too long to arrive"),
  ALREADY_FINAL(409, "The message is already final"),
  NOT_YET_FINAL(409, "The message is not final yet"),
  VERIFICATION_OVER(409, "The verification is over"),
  NO_RESENDS_LEFT(409, "The code cannot be sent again"),
  NOT_MANAGED(409, "The account belongs to the configuration file"),
  AMBIGUOUS(409, "It is not clear which one is meant"),
  PRECONDITION_FAILED(412, "It has changed since it was read"),
  BODY_TOO_LARGE(413, "The body is too large"),
  URI_TOO_LONG(414, "The request line is too long"),
  UNSUPPORTED_MEDIA_TYPE(415, "The body must be JSON"),
  IDEMPOTENCY_CONFLICT(422, "The idempotency key was used with another body"),
  INVALID_CONFIGURATION(422, "The configuration has errors; the last good one stays in force"),
  /** Reserved for the guard's limits. */
  RATE_LIMITED(429, "Too many requests"),
  HEADERS_TOO_LARGE(431, "The headers are too large"),
  INTERNAL_ERROR(500, "The gateway failed to answer"),
  OVERLOADED(503, "The gateway takes no more for now"),
  SHUTTING_DOWN(503, "The gateway is shutting down"),
  NO_ANSWER(503, "The gateway gave no answer in time");

  private final int status;
  private final String title;
  private final String uri;

  ProblemType(int status, String title) {
    this.status = status;
    this.title = title;
    this.uri =
        "urn:strowger:problem:" + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  int status() {
    return status;
  }

  String title() {
    return title;
  }

  String uri() {
    return uri;
  }
}
