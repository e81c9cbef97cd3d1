package io.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code ;name=value} parameters of a URI or a header, in their order; names in any case. */
public record Parameters(List<Parameter> all) {
  public static final Parameters NONE = new Parameters(List.of());

  /** As written: a quoted value keeps its quotes, and null is a name alone. */
  public record Parameter(String name, @Nullable String value) {}

  public Parameters {
    all = List.copyOf(all);
  }

  /** Reads {@code ;a=b;c}, spaces around the marks allowed; empty parameters are left out. */
  static Parameters parse(String text) {
    if (text.isEmpty()) {
      return NONE;
    }
    List<Parameter> all = new ArrayList<>(4);
    for (String entry : Syntax.split(text, ';')) {
      if (!entry.isEmpty()) {
        int equals = Syntax.find(entry, 0, '=');
        all.add(
            equals < 0
                ? new Parameter(entry, null)
                : new Parameter(
                    Syntax.trim(entry, 0, equals), Syntax.trim(entry, equals + 1, entry.length())));
      }
    }
    return new Parameters(all);
  }

  /** Its value, unquoted; "" for a name alone, null without it. */
  public @Nullable String get(String name) {
    for (Parameter parameter : all) {
      if (parameter.name().equalsIgnoreCase(name)) {
        String value = parameter.value();
        return value == null ? "" : Syntax.unquote(value);
      }
    }
    return null;
  }

  public boolean has(String name) {
    return get(name) != null;
  }

  /** With this value in the place of the old one, or at the end; null for a name alone. */
  public Parameters with(String name, @Nullable String value) {
    List<Parameter> next = new ArrayList<>(all);
    Parameter made = new Parameter(name, value);
    for (int i = 0; i < next.size(); i++) {
      if (next.get(i).name().equalsIgnoreCase(name)) {
        next.set(i, made);
        return new Parameters(next);
      }
    }
    next.add(made);
    return new Parameters(next);
  }

  public Parameters without(String name) {
    return new Parameters(
        all.stream().filter(parameter -> !parameter.name().equalsIgnoreCase(name)).toList());
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Parameter parameter : all) {
      text.append(';').append(parameter.name());
      if (parameter.value() != null) {
        text.append('=').append(parameter.value());
      }
    }
    return text.toString();
  }
}
