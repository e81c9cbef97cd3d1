package io.strowger.gateway.http;

import java.util.List;

/** Every call of the API. The OpenAPI document is held against this list. */
public enum Endpoint {
  CREATE_MESSAGE("POST", "/v1/messages", Access.ACCOUNT),
  GET_MESSAGE("GET", "/v1/messages/{id}", Access.ACCOUNT),
  CANCEL_MESSAGE("DELETE", "/v1/messages/{id}", Access.ACCOUNT),
  GIVE_FEEDBACK("POST", "/v1/messages/{id}/feedback", Access.ACCOUNT),
  SEARCH_MESSAGES("GET", "/v1/messages", Access.ACCOUNT),
  START_VERIFICATION("POST", "/v1/verifications", Access.ACCOUNT),
  GET_VERIFICATION("GET", "/v1/verifications/{id}", Access.ACCOUNT),
  CANCEL_VERIFICATION("DELETE", "/v1/verifications/{id}", Access.ACCOUNT),
  CHECK_VERIFICATION("POST", "/v1/verifications/{id}/check", Access.ACCOUNT),
  RESEND_VERIFICATION("POST", "/v1/verifications/{id}/resend", Access.ACCOUNT),
  CREATE_APPROVAL("POST", "/v1/approvals", Access.ACCOUNT),
  GET_APPROVAL("GET", "/v1/approvals/{id}", Access.ACCOUNT),
  STREAM_EVENTS("GET", "/v1/events", Access.ACCOUNT),
  LIST_DENIALS("GET", "/v1/denials", Access.ACCOUNT),
  LIST_CARRIERS("GET", "/v1/admin/carriers", Access.ADMIN),
  GET_CARRIER("GET", "/v1/admin/carriers/{id}", Access.ADMIN),
  DRAIN_CARRIER("POST", "/v1/admin/carriers/{id}:drain", Access.ADMIN),
  RESUME_CARRIER("POST", "/v1/admin/carriers/{id}:resume", Access.ADMIN),
  LIST_LINKS("GET", "/v1/admin/links", Access.ADMIN),
  LIST_HEALTH("GET", "/v1/admin/health", Access.ADMIN),
  LIST_CANARIES("GET", "/v1/admin/canaries", Access.ADMIN),
  LIST_ALARMS("GET", "/v1/admin/alarms", Access.ADMIN),
  STREAM_ALARMS("GET", "/v1/admin/alarms/stream", Access.ADMIN),
  LIST_TRUNKS("GET", "/v1/admin/trunks", Access.ADMIN),
  LIST_ESMES("GET", "/v1/admin/esmes", Access.ADMIN),
  LIST_BLOCKS("GET", "/v1/admin/blocks", Access.ADMIN),
  LIFT_BLOCK("POST", "/v1/admin/blocks:lift", Access.ADMIN),
  LIST_AFFECTED("GET", "/v1/admin/affected", Access.ADMIN),
  RELOAD_CONFIG("POST", "/v1/admin/config:reload", Access.ADMIN),
  LIST_ACCOUNTS("GET", "/v1/admin/accounts", Access.ADMIN),
  CREATE_ACCOUNT("POST", "/v1/admin/accounts", Access.ADMIN),
  GET_ACCOUNT("GET", "/v1/admin/accounts/{id}", Access.ADMIN),
  CHANGE_ACCOUNT("PATCH", "/v1/admin/accounts/{id}", Access.ADMIN),
  DELETE_ACCOUNT("DELETE", "/v1/admin/accounts/{id}", Access.ADMIN),
  ADD_KEY("POST", "/v1/admin/accounts/{id}/keys", Access.ADMIN),
  REMOVE_KEY("DELETE", "/v1/admin/accounts/{id}/keys/{hash}", Access.ADMIN),
  ADD_SMPP_PASSWORD("POST", "/v1/admin/accounts/{id}/smpp-passwords", Access.ADMIN),
  REMOVE_SMPP_PASSWORD("DELETE", "/v1/admin/accounts/{id}/smpp-passwords/{hash}", Access.ADMIN),
  REPLAY_WEBHOOK("POST", "/v1/admin/accounts/{id}/webhook:replay", Access.ADMIN),
  TWILIO_CREATE("POST", "/2010-04-01/Accounts/{sid}/Messages.json", Access.SHAPE),
  TWILIO_LIST("GET", "/2010-04-01/Accounts/{sid}/Messages.json", Access.SHAPE),
  TWILIO_GET("GET", "/2010-04-01/Accounts/{sid}/Messages/{id}.json", Access.SHAPE),
  TWILIO_UPDATE("POST", "/2010-04-01/Accounts/{sid}/Messages/{id}.json", Access.SHAPE),
  TWILIO_DELETE("DELETE", "/2010-04-01/Accounts/{sid}/Messages/{id}.json", Access.SHAPE),
  TWILIO_FEEDBACK("POST", "/2010-04-01/Accounts/{sid}/Messages/{id}/Feedback.json", Access.SHAPE),
  KANNEL_GET("GET", "/cgi-bin/sendsms", Access.SHAPE),
  KANNEL_POST("POST", "/cgi-bin/sendsms", Access.SHAPE),
  HOOK_GET("GET", "/hooks/{account}/{name}", Access.SHAPE),
  HOOK_POST("POST", "/hooks/{account}/{name}", Access.SHAPE),
  OPENAPI("GET", "/openapi.json", Access.PUBLIC),
  METRICS("GET", "/metrics", Access.PUBLIC),
  HEALTH_LIVE("GET", "/health/live", Access.PUBLIC),
  HEALTH_READY("GET", "/health/ready", Access.PUBLIC),
  /** Requests that match no call; for metrics. */
  NONE("", "", Access.PUBLIC);

  enum Access {
    PUBLIC,
    ACCOUNT,
    ADMIN,
    /** In the manner of another gateway, whose clients come as they are. */
    SHAPE
  }

  private static final List<Endpoint> ALL = List.of(values()).subList(0, values().length - 1);

  private final String method;
  private final String template;
  private final Access access;

  Endpoint(String method, String template, Access access) {
    this.method = method;
    this.template = template;
    this.access = access;
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
      case STREAM_EVENTS, LIST_DENIALS, LIST_ESMES -> List.of("account");
      case LIST_LINKS, LIST_TRUNKS -> List.of("carrier");
      case LIST_HEALTH -> HealthCalls.PARAMETERS;
      case LIST_AFFECTED -> AffectedCalls.PARAMETERS;
      case LIST_ALARMS -> AlarmCalls.PARAMETERS;
      case REPLAY_WEBHOOK -> WebhookReplay.PARAMETERS;
      case LIST_ACCOUNTS -> List.of("limit", "cursor");
      case CREATE_ACCOUNT,
          CHANGE_ACCOUNT,
          DELETE_ACCOUNT,
          ADD_KEY,
          REMOVE_KEY,
          ADD_SMPP_PASSWORD,
          REMOVE_SMPP_PASSWORD ->
          List.of("dry_run");
      case KANNEL_GET -> KannelRequest.PARAMETERS;
      case TWILIO_LIST -> TwilioList.PARAMETERS;
      default -> List.of();
    };
  }

  boolean takesBody() {
    return switch (this) {
      case CREATE_MESSAGE,
          GIVE_FEEDBACK,
          LIFT_BLOCK,
          CREATE_ACCOUNT,
          CHANGE_ACCOUNT,
          CREATE_APPROVAL,
          START_VERIFICATION,
          CHECK_VERIFICATION,
          TWILIO_CREATE,
          TWILIO_UPDATE,
          TWILIO_FEEDBACK,
          KANNEL_POST,
          HOOK_POST ->
          true;
      default -> false;
    };
  }

  /** Whether a HEAD request is answered as GET is: not where GET sends a message, or never ends. */
  boolean takesHead() {
    return method.equals("GET")
        && this != STREAM_EVENTS
        && this != STREAM_ALARMS
        && this != KANNEL_GET
        && this != HOOK_GET;
  }

  /** How its clients want to hear of problems; a hook's own rules may say otherwise. */
  ProblemForm problemForm() {
    return switch (this) {
      case TWILIO_CREATE, TWILIO_LIST, TWILIO_GET, TWILIO_UPDATE, TWILIO_DELETE, TWILIO_FEEDBACK ->
          TwilioProblems.FORM;
      case KANNEL_GET, KANNEL_POST -> KannelProblems.FORM;
      default -> ProblemForm.STANDARD;
    };
  }

  /** All calls, without {@link #NONE}. */
  static List<Endpoint> all() {
    return ALL;
  }

  boolean matches(String requested) {
    return PathTemplate.match(template, requested) != null;
  }

  /** The variables of a path that matches, in their order. */
  List<String> variables(String requested) {
    List<String> variables = PathTemplate.match(template, requested);
    return variables == null ? List.of() : variables;
  }

  /** The variable of a path that matches and has one; empty when the template has none. */
  String variable(String requested) {
    List<String> variables = variables(requested);
    return variables.isEmpty() ? "" : variables.getFirst();
  }
}
