package io.strowger.gateway.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;

/** Problems in the words of Kannel's smsbox, one line of text each. */
final class KannelProblems implements ProblemForm {
  static final ProblemForm FORM = new KannelProblems();
  static final CharSequence TEXT = HttpHeaders.createOptimized("text/plain; charset=utf-8");

  private static final CharSequence CHALLENGE =
      HttpHeaders.createOptimized("Basic realm=\"sendsms\"");

  private KannelProblems() {}

  /** Kannel knows 4xx for what cannot work, and 503 for what may work later. */
  @Override
  public int status(ProblemType type) {
    return switch (type) {
      case UNAUTHORIZED, DESTINATION_NOT_ALLOWED -> 403;
      case RATE_LIMITED -> 503;
      default -> type.status();
    };
  }

  @Override
  public CharSequence contentType() {
    return TEXT;
  }

  @Override
  public CharSequence challenge() {
    return CHALLENGE;
  }

  @Override
  public Buffer body(Problem problem) {
    return Buffer.buffer(line(problem));
  }

  private static String line(Problem problem) {
    return switch (problem.type()) {
      case UNAUTHORIZED -> "Authorization failed for sendsms";
      case DESTINATION_NOT_ALLOWED -> "Not routable. Do not try again.";
      case INVALID_NUMBER -> "Number(s) has/have been denied by white- and/or black-lists.";
      case INVALID_TEXT -> "Empty text not allowed, rejected";
      case TEXT_TOO_LONG -> "Text too long, rejected";
      case INVALID_FIELD -> "From field misformed, rejected";
      case INVALID_ENCODING -> "Charset or body misformed, rejected";
      case UNSUPPORTED_MEDIA_TYPE -> "Unsupported content-type, rejected";
      case RATE_LIMITED, OVERLOADED, SHUTTING_DOWN, NO_ANSWER ->
          "Temporal failure, try again later.";
      case INTERNAL_ERROR -> "Sending failed.";
      // Already in Kannel's words, where the request was read.
      default -> problem.detail();
    };
  }
}
