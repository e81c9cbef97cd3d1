package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.message.Secret;
import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * A hook's request, read by the rules of the hook.
 *
 * @param idempotencyKey null when the request has none
 */
record HookRequest(MessageRequest message, @Nullable String idempotencyKey) {
  private static final int IDEMPOTENCY_KEY_MAX = 200;

  static HookRequest read(HookRules rules, Account account, HookBody body) throws Rejected {
    HookRules.Fields fields = rules.fields();
    Found number = find(fields.number(), body);
    if (number == null) {
      throw missing(fields.number(), "The number is missing.");
    }
    Found text = find(fields.text(), body);
    Found code = find(fields.code(), body);
    if (text == null && code == null) {
      List<String> places = fields.text().isEmpty() ? fields.code() : fields.text();
      throw missing(places, "A text or a code is needed.");
    }
    Secret shown = text == null ? null : MessageValues.text(text.pointer(), text.value());
    Secret secret =
        code == null ? codeIn(shown, rules) : MessageValues.code(code.pointer(), code.value());
    Found sender = find(fields.sender(), body);
    Found language = find(fields.language(), body);
    Found reference = find(fields.reference(), body);
    Secret to = MessageValues.to(number.pointer(), written(number, body));
    return new HookRequest(
        new MessageRequest(
            rules.internationalNumbers()
                ? new Secret(WrittenNumber.international(to.reveal(), null))
                : to,
            shown,
            secret,
            MessageRequest.NO_TTL,
            sender == null ? null : MessageValues.sender(sender.pointer(), sender.value()),
            language == null ? null : MessageValues.language(language.pointer(), language.value()),
            reference == null
                ? null
                : MessageValues.reference(reference.pointer(), reference.value())),
        idempotencyKey(find(fields.idempotencyKey(), body)));
  }

  /** In a form or a query, a plus that was not escaped arrives as a space. */
  private static String written(Found number, HookBody body) {
    String value = number.value();
    boolean plus = body instanceof HookBody.Form && value.startsWith(" ");
    return plus ? "+" + value.strip() : value;
  }

  /** A value and the pointer to it. */
  private record Found(String pointer, String value) {}

  private static @Nullable Found find(List<String> places, HookBody body) throws Rejected {
    for (String place : places) {
      String value = body.text(place);
      if (value != null && !value.isBlank()) {
        return new Found(HookBody.pointer(place), value);
      }
    }
    return null;
  }

  private static Rejected missing(List<String> places, String detail) {
    return new Rejected(
        Problem.atField(
            ProblemType.MISSING_FIELD,
            HookBody.pointer(places.getFirst()),
            detail,
            String.join(", ", places)));
  }

  private static @Nullable Secret codeIn(@Nullable Secret text, HookRules rules) throws Rejected {
    if (text == null || rules.codeInText() == null) {
      return null;
    }
    try {
      Matcher matcher = rules.codeInText().matcher(new BoundedText(text.reveal()));
      if (matcher.find()) {
        String code = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
        return code == null ? null : MessageValues.code("/text", code);
      }
    } catch (BoundedText.TooMuchWork e) {
      throw new Rejected(
          Problem.of(ProblemType.INVALID_TEXT, "The code could not be found in the text in time."));
    }
    return null;
  }

  private static @Nullable String idempotencyKey(@Nullable Found found) throws Rejected {
    if (found == null) {
      return null;
    }
    boolean valid = found.value().length() <= IDEMPOTENCY_KEY_MAX;
    for (int i = 0; valid && i < found.value().length(); i++) {
      valid = found.value().charAt(i) > ' ' && found.value().charAt(i) < 0x7F;
    }
    if (!valid) {
      throw MessageValues.invalid(
          found.pointer(),
          "This cannot be an idempotency key.",
          "1 to " + IDEMPOTENCY_KEY_MAX + " visible ASCII characters");
    }
    return found.value();
  }
}
