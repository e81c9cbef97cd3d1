package io.strowger.gateway.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every call of the API. The OpenAPI document is held against this list. */
public enum Endpoint {
  CREATE_MESSAGE("POST", "/v1/messages", Access.ACCOUNT),
  GET_MESSAGE("GET", "/v1/messages/{id}", Access.ACCOUNT),
  CANCEL_MESSAGE("DELETE", "/v1/messages/{id}", Access.ACCOUNT),
  GIVE_FEEDBACK("POST", "/v1/messages/{id}/feedback", Access.ACCOUNT),
  SEARCH_MESSAGES("GET", "/v1/messages", Access.ACCOUNT),
  STREAM_EVENTS("GET", "/v1/events", Access.ACCOUNT),
  LIST_CARRIERS("GET", "/v1/admin/carriers", Access.ADMIN),
  GET_CARRIER("GET", "/v1/admin/carriers/{id}", Access.ADMIN),
  DRAIN_CARRIER("POST", "/v1/admin/carriers/{id}:drain", Access.ADMIN),
  RESUME_CARRIER("POST", "/v1/admin/carriers/{id}:resume", Access.ADMIN),
  LIST_LINKS("GET", "/v1/admin/links", Access.ADMIN),
  RELOAD_CONFIG("POST", "/v1/admin/config:reload", Access.ADMIN),
  OPENAPI("GET", "/openapi.json", Access.PUBLIC),
  METRICS("GET", "/metrics", Access.PUBLIC),
  HEALTH_LIVE("GET", "/health/live", Access.PUBLIC),
  HEALTH_READY("GET", "/health/ready", Access.PUBLIC),
  /** Requests that match no call; for metrics. */
  NONE("", "", Access.PUBLIC);

  enum Access {
    PUBLIC,
    ACCOUNT,
    ADMIN
  }

  private static final List<Endpoint> ALL = List.of(values()).subList(0, values().length - 1);

  private final String method;
  private final String template;
  private final Access access;
  private final String prefix;
  private final @Nullable String suffix;

  Endpoint(String method, String template, Access access) {
    this.method = method;
    this.template = template;
    this.access = access;
    int variable = template.indexOf("{id}");
    this.prefix = variable < 0 ? template : template.substring(0, variable);
    this.suffix = variable < 0 ? null : template.substring(variable + "{id}".length());
  }

  /** The HTTP method, in capitals. */
  public String method() {
    return method;
  }

  /** The path, with its variable as {@code {id}}. */
  public String template() {
    return template;
  }

  Access access() {
    return access;
  }

  /** The query parameters it knows. */
  List<String> parameters() {
    return switch (this) {
      case SEARCH_MESSAGES -> SearchQuery.PARAMETERS;
      case STREAM_EVENTS -> List.of("account");
      case LIST_LINKS -> List.of("carrier");
      default -> List.of();
    };
  }

  boolean takesBody() {
    return this == CREATE_MESSAGE || this == GIVE_FEEDBACK;
  }

  /** All calls, without {@link #NONE}. */
  static List<Endpoint> all() {
    return ALL;
  }

  boolean matches(String path) {
    if (suffix == null) {
      return path.equals(prefix);
    }
    int end = path.length() - suffix.length();
    if (end <= prefix.length() || !path.startsWith(prefix) || !path.endsWith(suffix)) {
      return false;
    }
    for (int i = prefix.length(); i < end; i++) {
      char c = path.charAt(i);
      if (c == '/' || c == ':') {
        return false;
      }
    }
    return true;
  }

  /** The variable of a path that matches; empty when the template has none. */
  String variable(String path) {
    return suffix == null ? "" : path.substring(prefix.length(), path.length() - suffix.length());
  }
}
