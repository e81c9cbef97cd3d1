package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** How a client wants to be told of a problem. */
interface ProblemForm {
  /** RFC 9457, for everyone who does not expect the words of another gateway. */
  ProblemForm STANDARD = new Standard();

  /** The HTTP status that this kind of problem has here. */
  int status(ProblemType type);

  CharSequence contentType();

  /** The value of {@code WWW-Authenticate} (RFC 9110 section 11.6.1). */
  CharSequence challenge();

  Buffer body(Problem problem);

  /** See {@link #STANDARD}. */
  final class Standard implements ProblemForm {
    private static final CharSequence TYPE =
        HttpHeaders.createOptimized("application/problem+json");
    private static final CharSequence CHALLENGE =
        HttpHeaders.createOptimized("Bearer realm=\"strowger\"");

    private Standard() {}

    @Override
    public int status(ProblemType type) {
      return type.status();
    }

    @Override
    public CharSequence contentType() {
      return TYPE;
    }

    @Override
    public CharSequence challenge() {
      return CHALLENGE;
    }

    @Override
    public Buffer body(Problem problem) {
      return ProblemJson.of(problem);
    }
  }
}
