package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.Templates;
import io.strowger.gateway.account.Templates.Rendering;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Puts the account's words around a code, or tells what is wrong with the request for them. */
final class TextMaker {
  private final ToIntFunction<String> segments;

  TextMaker(ToIntFunction<String> segments) {
    this.segments = segments;
  }

  /**
   * @param language null for the account's own
   * @param code its length counts, and whether devices could read it from the last line
   */
  CodeText make(Account account, TemplateChoice choice, @Nullable String language, String code)
      throws Rejected {
    List<String> languages = new ArrayList<>(2);
    addIfGiven(languages, language);
    addIfGiven(languages, account.messages().defaultLanguage());
    Rendering rendering =
        account
            .templates()
            .render(
                new Templates.Request(
                    choice.name(),
                    choice.variables(),
                    languages,
                    code.indexOf(' ') < 0 ? choice.clientType() : null,
                    code.length()),
                segments);
    return switch (rendering) {
      case Rendering.Rendered(CodeText text, int needed) -> {
        if (needed > account.messages().maxSegments()) {
          throw new Rejected(tooLong(choice, needed, account.messages().maxSegments()));
        }
        yield text;
      }
      case Rendering.UnknownTemplate unknown ->
          throw RequestFields.invalid(
              "template",
              "The account has no template of this name.",
              String.join(", ", unknown.known()));
      case Rendering.UnknownVariable unknown ->
          throw new Rejected(
              Problem.atField(
                  ProblemType.UNKNOWN_FIELD,
                  "/variables",
                  "No template of the account has such a variable.",
                  String.join(", ", unknown.known())));
      case Rendering.MissingVariable missing ->
          throw RequestFields.missing(
              "variables/" + missing.name(), "The template needs this variable.");
      case Rendering.BadVariable bad ->
          throw RequestFields.invalid(
              "variables/" + bad.name(),
              "The value cannot stand in a text.",
              "1 to " + bad.lengthMax() + " characters on one line");
    };
  }

  private static void addIfGiven(List<String> languages, @Nullable String language) {
    if (language != null) {
      languages.add(language);
    }
  }

  private static Problem tooLong(TemplateChoice choice, int needed, int segmentsMax) {
    return Problem.atField(
        ProblemType.TEXT_TOO_LONG,
        choice.variables().isEmpty() ? "/code" : "/variables",
        "The text needs " + needed + " segments.",
        "at most " + segmentsMax);
  }
}
