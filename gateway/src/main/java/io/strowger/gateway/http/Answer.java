package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;

/** What a call answers with. */
sealed interface Answer {
  record Json(int status, Buffer body) implements Answer {}

  record Text(String contentType, Buffer body) implements Answer {}

  /** In the manner of another gateway. */
  record Formed(int status, CharSequence contentType, Buffer body) implements Answer {}

  record Refused(Problem problem) implements Answer {}

  static Answer refused(ProblemType type, String detail) {
    return new Refused(Problem.of(type, detail));
  }
}
