package io.strowger.gateway.http;

import io.strowger.gateway.account.HookRules;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** How the clients of hooks want to hear of problems, where that is not RFC 9457. */
enum HookProblems implements ProblemForm {
  /**
   * Supabase Auth shows its user what stands in an error object, but only reads it in a 200; what
   * may pass is a 503 with Retry-After, which it repeats.
   */
  SUPABASE {
    @Override
    public int status(ProblemType type) {
      return switch (type) {
        case OVERLOADED, SHUTTING_DOWN, NO_ANSWER -> 503;
        default -> 200;
      };
    }

    @Override
    public Buffer body(Problem problem) {
      return Json.of(json -> {
        json.writeStartObject();
        json.writeObjectFieldStart("error");
        json.writeNumberField("http_code", problem.type().status());
        json.writeStringField("message", problem.detail());
        json.writeEndObject();
        json.writeEndObject();
      });
    }
  },

  /** Curity knows 400 with an error code of its own, and 500 for everything else. */
  CURITY {
    @Override
    public int status(ProblemType type) {
      return switch (type) {
        case INVALID_NUMBER, DESTINATION_NOT_ALLOWED, INVALID_TEXT, TEXT_TOO_LONG -> 400;
        default -> 500;
      };
    }

    @Override
    public Buffer body(Problem problem) {
      String error =
          switch (problem.type()) {
            case INVALID_NUMBER, DESTINATION_NOT_ALLOWED -> "invalid-phonenumber";
            case INVALID_TEXT, TEXT_TOO_LONG -> "invalid-message";
            default -> MessageJson.word(problem.type()).replace('_', '-');
          };
      return Json.of(json -> {
        json.writeStartObject();
        json.writeStringField("error", error);
        json.writeEndObject();
      });
    }
  };

  private static final CharSequence TYPE = HttpHeaders.createOptimized("application/json");

  static ProblemForm of(HookRules.Errors errors) {
    return switch (errors) {
      case PROBLEM -> ProblemForm.STANDARD;
      case SUPABASE -> SUPABASE;
      case CURITY -> CURITY;
    };
  }

  @Override
  public CharSequence contentType() {
    return TYPE;
  }

  @Override
  public CharSequence challenge() {
    return ProblemForm.STANDARD.challenge();
  }
}
