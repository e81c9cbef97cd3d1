package io.strowger.gateway.account;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A generic HTTP hook of an account: how its requests are read, trusted and answered.
 *
 * @param codeInText finds the code in the text, as the first group or else the whole match; null
 *     when a text comes without its code
 * @param internationalNumbers a number without {@code +} is an international one
 */
public record HookRules(
    Body body,
    Fields fields,
    @Nullable Pattern codeInText,
    boolean internationalNumbers,
    HookAuthentication authentication,
    Answer answer,
    Errors errors) {

  /** Where the fields stand. */
  public enum Body {
    /** In the query of a GET, else in a JSON body or a form, as its media type says. */
    AUTO,
    JSON,
    FORM,
    QUERY
  }

  /** How problems are told. */
  public enum Errors {
    /** RFC 9457. */
    PROBLEM,
    /** As Supabase Auth reads them: in a 200, so that it shows them. */
    SUPABASE,
    /** As Curity's REST SMS client reads them. */
    CURITY
  }

  /**
   * Where each part of a message stands: JSON pointers (RFC 6901), or names of fields. Of several
   * places the first that holds something counts.
   *
   * @param number at least one place
   * @param idempotencyKey the same value twice is the same message
   */
  public record Fields(
      List<String> number,
      List<String> text,
      List<String> code,
      List<String> reference,
      List<String> sender,
      List<String> language,
      List<String> idempotencyKey) {

    public Fields {
      number = List.copyOf(number);
      text = List.copyOf(text);
      code = List.copyOf(code);
      reference = List.copyOf(reference);
      sender = List.copyOf(sender);
      language = List.copyOf(language);
      idempotencyKey = List.copyOf(idempotencyKey);
      if (number.isEmpty() || (text.isEmpty() && code.isEmpty())) {
        throw new IllegalArgumentException("a hook needs a number, and a text or a code");
      }
    }
  }

  /**
   * What a request that was taken is answered.
   *
   * @param status 200–299
   * @param contentType of the body
   * @param body may hold {@code {id}} and {@code {expires_at}}
   */
  public record Answer(int status, String contentType, String body) {
    public static final Answer DEFAULT =
        new Answer(200, "application/json", "{\"id\":\"{id}\",\"expires_at\":\"{expires_at}\"}");

    public Answer {
      if (status < 200 || status > 299) {
        throw new IllegalArgumentException("the status of an answer is 200 to 299");
      }
    }
  }
}
