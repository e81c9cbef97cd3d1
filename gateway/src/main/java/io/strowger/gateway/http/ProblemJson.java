package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;

/** A problem as {@code application/problem+json}. */
final class ProblemJson {
  private ProblemJson() {}

  static Buffer of(Problem problem) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("type", problem.type().uri());
      json.writeStringField("title", problem.type().title());
      json.writeNumberField("status", problem.type().status());
      json.writeStringField("detail", problem.detail());
      if (problem.code() != null) {
        json.writeStringField("code", problem.code());
      }
      if (problem.pointer() != null) {
        json.writeStringField("pointer", problem.pointer());
      }
      if (problem.parameter() != null) {
        json.writeStringField("parameter", problem.parameter());
      }
      if (problem.allowed() != null) {
        json.writeStringField("allowed", problem.allowed());
      }
      if (problem.retryAfterSeconds() > 0) {
        json.writeNumberField("retry_after", problem.retryAfterSeconds());
      }
      if (!problem.errors().isEmpty()) {
        json.writeArrayFieldStart("errors");
        for (String error : problem.errors()) {
          json.writeString(error);
        }
        json.writeEndArray();
      }
      json.writeEndObject();
    });
  }
}
