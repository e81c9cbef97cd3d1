package io.strowger.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One answer that says what is wrong (RFC 9457). Never holds a text, a code or a number.
 *
 * @param pointer JSON pointer (RFC 6901) to the field at fault; null when no field is
 * @param parameter the query parameter or header at fault; null when none is
 * @param allowed what would have been accepted, in words; null when that says nothing
 * @param retryAfterSeconds 0 when trying again makes no sense
 * @param errors several findings, for a configuration; else empty
 * @param code what kind of guard refused, null when none did
 */
record Problem(
    ProblemType type,
    String detail,
    @Nullable String pointer,
    @Nullable String parameter,
    @Nullable String allowed,
    int retryAfterSeconds,
    List<String> errors,
    @Nullable String code) {

  Problem(
      ProblemType type,
      String detail,
      @Nullable String pointer,
      @Nullable String parameter,
      @Nullable String allowed,
      int retryAfterSeconds,
      List<String> errors) {
    this(type, detail, pointer, parameter, allowed, retryAfterSeconds, errors, null);
  }

  static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, null, null, null, 0, List.of());
  }

  static Problem atField(
      ProblemType type, String pointer, String detail, @Nullable String allowed) {
    return new Problem(type, detail, pointer, null, allowed, 0, List.of());
  }

  static Problem atParameter(
      ProblemType type, String parameter, String detail, @Nullable String allowed) {
    return new Problem(type, detail, null, parameter, allowed, 0, List.of());
  }

  static Problem retry(ProblemType type, String detail, int afterSeconds) {
    return new Problem(type, detail, null, null, null, afterSeconds, List.of());
  }

  Problem allowing(String what) {
    return new Problem(type, detail, pointer, parameter, what, retryAfterSeconds, errors, code);
  }

  Problem coded(String what) {
    return new Problem(type, detail, pointer, parameter, allowed, retryAfterSeconds, errors, what);
  }
}
