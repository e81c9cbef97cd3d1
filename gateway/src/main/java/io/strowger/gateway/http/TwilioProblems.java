package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/**
 * Problems as Twilio's API tells them: {@code {code, message, more_info, status}}, with the codes
 * of Twilio's error dictionary, since its helper libraries make exceptions of them.
 */
final class TwilioProblems implements ProblemForm {
  static final ProblemForm FORM = new TwilioProblems();

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
  private static final CharSequence CHALLENGE =
      HttpHeaders.createOptimized("Basic realm=\"Twilio API\"");
  private static final String MORE_INFO = "https://www.twilio.com/docs/errors/";

  private TwilioProblems() {}

  /** One entry of the error dictionary. */
  private record Entry(int code, String message) {}

  @Override
  public int status(ProblemType type) {
    return type == ProblemType.DESTINATION_NOT_ALLOWED ? 400 : type.status();
  }

  @Override
  public CharSequence contentType() {
    return JSON;
  }

  @Override
  public CharSequence challenge() {
    return CHALLENGE;
  }

  @Override
  public Buffer body(Problem problem) {
    Entry entry = entry(problem);
    return Json.of(json -> {
      json.writeStartObject();
      json.writeNumberField("code", entry.code());
      json.writeStringField("message", entry.message());
      json.writeStringField("more_info", MORE_INFO + entry.code());
      json.writeNumberField("status", status(problem.type()));
      json.writeEndObject();
    });
  }

  private static Entry entry(Problem problem) {
    return switch (problem.type()) {
      case UNAUTHORIZED -> new Entry(20_003, "Authenticate");
      case FORBIDDEN -> new Entry(20_403, "Forbidden");
      case NOT_FOUND -> new Entry(20_404, "The requested resource was not found");
      case METHOD_NOT_ALLOWED -> new Entry(20_004, "Method not allowed");
      case RATE_LIMITED -> new Entry(20_429, "Too many requests: " + problem.detail());
      case INTERNAL_ERROR -> new Entry(20_500, "Internal server error");
      case OVERLOADED, SHUTTING_DOWN, NO_ANSWER ->
          new Entry(20_503, "Service unavailable: " + problem.detail());
      case INVALID_NUMBER -> new Entry(21_211, "The 'To' number is not a valid phone number.");
      case DESTINATION_NOT_ALLOWED ->
          new Entry(
              21_408,
              "Permission to send an SMS has not been enabled for the region indicated by the 'To'"
                  + " number");
      case TEXT_TOO_LONG ->
          new Entry(21_617, "The concatenated message body exceeds the allowed length.");
      case INVALID_TEXT -> new Entry(21_602, "Message body is required.");
      case ALREADY_FINAL -> new Entry(30_409, "This message cannot be canceled");
      case NOT_YET_FINAL -> new Entry(20_009, "Cannot delete this resource before it is complete.");
      case IDEMPOTENCY_CONFLICT -> new Entry(20_409, "Conflict");
      case MISSING_FIELD, INVALID_FIELD -> ofField(problem);
      default -> new Entry(20_422, "Invalid parameter: " + problem.detail());
    };
  }

  private static Entry ofField(Problem problem) {
    return switch (problem.pointer() == null ? "" : problem.pointer()) {
      case "/To" -> new Entry(21_604, "A 'To' phone number is required.");
      case "/Body" -> new Entry(21_602, "Message body is required.");
      case "/From" ->
          new Entry(
              21_212,
              "The 'From' number is not a valid phone number, short code, or alphanumeric sender"
                  + " ID.");
      case "/StatusCallback" -> new Entry(21_609, "The 'StatusCallback' URL is not a valid URL.");
      case "/Status" -> new Entry(30_400, "Parameters are not valid");
      default -> new Entry(20_422, "Invalid parameter: " + problem.detail());
    };
  }
}
