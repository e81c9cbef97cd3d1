package io.strowger.gateway.account;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A text with placeholders, read once. {@code {code}} stands for the code and must be there exactly
 * once; {@code {name}} for a variable; <code>{{</code> and <code>}}</code> for a brace. Values are
 * put in as they are and never read for placeholders again.
 */
public final class Template {
  public static final String CODE = "code";
  private static final int NAME_MAX = 32;

  /** A literal, then a name, then a literal …: one literal more than names. */
  private final List<String> literals;

  private final List<String> names;

  private Template(List<String> literals, List<String> names) {
    this.literals = List.copyOf(literals);
    this.names = List.copyOf(names);
  }

  /** What reading a text gives. */
  public sealed interface Reading {
    record Good(Template template) implements Reading {}

    /**
     * @param fault what is wrong, for people; quotes nothing of the text but a name
     * @param allowed what would be right
     */
    record Bad(String fault, String allowed) implements Reading {}
  }

  public static Reading read(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Texts.isRefused(text, i) && text.charAt(i) != '\n') {
        return new Reading.Bad(
            "has a control character, or half of a surrogate pair", "any characters, line feeds");
      }
    }
    List<String> literals = new ArrayList<>();
    List<String> names = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean doubled = at + 1 < text.length() && text.charAt(at + 1) == c;
      if (c != '{' && c != '}') {
        literal.append(c);
        at++;
      } else if (doubled) {
        literal.append(c);
        at += 2;
      } else {
        int end = c == '{' ? text.indexOf('}', at) : -1;
        String name = end < 0 ? "" : text.substring(at + 1, end);
        if (!isName(name)) {
          return new Reading.Bad(
              "has a brace that belongs to no placeholder",
              "{code}, {name} of small letters, digits and '_', or {{ and }} for a brace");
        }
        literals.add(literal.toString());
        names.add(name);
        literal.setLength(0);
        at = end + 1;
      }
    }
    literals.add(literal.toString());
    return checked(new Template(literals, names));
  }

  private static Reading checked(Template template) {
    long codes = template.names.stream().filter(CODE::equals).count();
    if (codes != 1) {
      return new Reading.Bad(
          codes == 0 ? "has no place for the code" : "has more than one place for the code",
          "a text with {code} in it, once");
    }
    return new Reading.Good(template);
  }

  /** Whether a variable may have this name. */
  public static boolean isName(String name) {
    boolean valid = !name.isEmpty() && name.length() <= NAME_MAX;
    for (int i = 0; valid && i < name.length(); i++) {
      char c = name.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      valid = (c >= 'a' && c <= 'z') || (i > 0 && (digit || c == '_'));
    }
    return valid;
  }

  /** The names of its variables, without the code's. */
  public Set<String> variables() {
    Set<String> variables = new LinkedHashSet<>(names);
    variables.remove(CODE);
    return variables;
  }

  /**
   * @param values one for each of {@link #variables}
   * @return the two pieces around the code
   */
  List<String> fill(Map<String, String> values) {
    List<String> pieces = new ArrayList<>(2);
    StringBuilder piece = new StringBuilder(literals.getFirst());
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      if (name.equals(CODE)) {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else {
        piece.append(values.get(name));
      }
      piece.append(literals.get(i + 1));
    }
    pieces.add(piece.toString());
    return pieces;
  }
}
