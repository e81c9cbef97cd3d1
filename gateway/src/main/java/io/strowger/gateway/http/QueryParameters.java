package io.strowger.gateway.http;

import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The query of a request: only parameters its call knows, each at most once. */
final class QueryParameters {
  private final MultiMap values;

  private QueryParameters(MultiMap values) {
    this.values = values;
  }

  static QueryParameters of(Exchange exchange) throws Rejected {
    MultiMap values;
    try {
      values = exchange.request().params();
    } catch (IllegalArgumentException e) {
      throw new Rejected(
          Problem.of(ProblemType.MALFORMED_REQUEST, "The query is not correctly encoded."));
    }
    List<String> known = exchange.endpoint().parameters();
    for (Map.Entry<String, String> entry : values) {
      String name = entry.getKey();
      if (!known.contains(name)) {
        throw new Rejected(
            Problem.of(ProblemType.UNKNOWN_PARAMETER, "The query has an unknown parameter.")
                .allowing(known.isEmpty() ? "no parameters" : String.join(", ", known)));
      }
      if (values.getAll(name).size() > 1) {
        throw invalid(name, "The parameter is given twice.", null);
      }
    }
    return new QueryParameters(values);
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  static Rejected invalid(String name, String detail, @Nullable String allowed) {
    return new Rejected(Problem.atParameter(ProblemType.INVALID_PARAMETER, name, detail, allowed));
  }
}
