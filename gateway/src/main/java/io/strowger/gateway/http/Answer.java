package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What a call answers with. */
sealed interface Answer {
  /**
   * JSON.
   *
   * @param etag of what is shown; null for none
   * @param location of what was made; null for none
   */
  record Json(int status, Buffer body, @Nullable String etag, @Nullable String location)
      implements Answer {
    Json(int status, Buffer body) {
      this(status, body, null, null);
    }
  }

  record Text(String contentType, Buffer body) implements Answer {}

  /** In the manner of another gateway. */
  record Formed(int status, CharSequence contentType, Buffer body) implements Answer {}

  record Refused(Problem problem) implements Answer {}

  static Answer refused(ProblemType type, String detail) {
    return new Refused(Problem.of(type, detail));
  }
}
