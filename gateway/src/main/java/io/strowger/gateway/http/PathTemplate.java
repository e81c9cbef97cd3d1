package io.strowger.gateway.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths with variables such as {@code {id}}, each a part of one segment without {@code :}. A
 * template with variables that ends in {@code .json} is matched without that ending too.
 */
final class PathTemplate {
  private static final String JSON = ".json";

  private PathTemplate() {}

  /** The variables of a path that matches, in their order; null when it does not match. */
  static @Nullable List<String> match(String template, String path) {
    List<String> variables = new ArrayList<>(2);
    int at = 0;
    int here = 0;
    while (here < template.length()) {
      if (template.charAt(here) == '{') {
        here = template.indexOf('}', here) + 1;
        int end = endOfVariable(template.substring(here), path, at);
        if (end == at) {
          return null;
        }
        variables.add(path.substring(at, end));
        at = end;
      } else if (at < path.length() && path.charAt(at) == template.charAt(here)) {
        at++;
        here++;
      } else {
        boolean cut = at == path.length() && !variables.isEmpty();
        return cut && template.substring(here).equals(JSON) ? variables : null;
      }
    }
    return at == path.length() ? variables : null;
  }

  private static int endOfVariable(String rest, String path, int begin) {
    int end = begin;
    while (end < path.length() && path.charAt(end) != '/' && path.charAt(end) != ':') {
      end++;
    }
    return rest.equals(JSON) && path.substring(begin, end).endsWith(JSON)
        ? end - JSON.length()
        : end;
  }
}
