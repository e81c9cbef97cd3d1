package io.strowger.gateway.http;

import static io.strowger.gateway.http.ProblemType.*;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which problems each call may answer. The OpenAPI document says the same, and a test holds it to
 * that; with assertions on, a call that answers anything else fails.
 */
final class EndpointProblems {
  private static final Set<ProblemType> BODY =
      EnumSet.of(
          BODY_TOO_LARGE,
          REQUEST_TIMEOUT,
          UNSUPPORTED_MEDIA_TYPE,
          MALFORMED_JSON,
          INVALID_ENCODING,
          WRONG_TYPE,
          UNKNOWN_FIELD,
          DUPLICATE_FIELD,
          MISSING_FIELD,
          INVALID_FIELD);
  private static final Set<ProblemType> MESSAGE =
      EnumSet.of(
          INVALID_NUMBER,
          INVALID_TEXT,
          TEXT_TOO_LONG,
          TTL_OUT_OF_RANGE,
          DESTINATION_NOT_ALLOWED,
          RATE_LIMITED);
  private static final Map<Endpoint, Set<ProblemType>> ALL = new EnumMap<>(Endpoint.class);

  static {
    for (Endpoint endpoint : Endpoint.values()) {
      ALL.put(endpoint, collect(endpoint));
    }
  }

  private EndpointProblems() {}

  static Set<ProblemType> of(Endpoint endpoint) {
    return ALL.getOrDefault(endpoint, Set.of());
  }

  private static Set<ProblemType> collect(Endpoint endpoint) {
    Set<ProblemType> types = EnumSet.of(MALFORMED_REQUEST, INTERNAL_ERROR);
    types.addAll(own(endpoint));
    if (endpoint.access() != Endpoint.Access.PUBLIC) {
      types.addAll(Set.of(UNAUTHORIZED, SHUTTING_DOWN));
    }
    if (endpoint.access() == Endpoint.Access.SHAPE) {
      types.addAll(shape(endpoint));
      return types;
    }
    if (endpoint.access() != Endpoint.Access.PUBLIC) {
      types.add(UNKNOWN_PARAMETER);
    }
    if (endpoint.access() == Endpoint.Access.ADMIN) {
      types.add(FORBIDDEN);
    }
    if (!endpoint.parameters().isEmpty()) {
      types.add(INVALID_PARAMETER);
    }
    if (endpoint.takesBody()) {
      types.addAll(BODY);
    }
    return types;
  }

  private static Set<ProblemType> own(Endpoint endpoint) {
    return switch (endpoint) {
      case CREATE_MESSAGE ->
          EnumSet.of(
              INVALID_NUMBER,
              INVALID_TEXT,
              TEXT_TOO_LONG,
              TTL_OUT_OF_RANGE,
              NOT_SUPPORTED,
              INVALID_HEADER,
              FORBIDDEN,
              DESTINATION_NOT_ALLOWED,
              IDEMPOTENCY_CONFLICT,
              RATE_LIMITED,
              OVERLOADED,
              NO_ANSWER);
      case CREATE_APPROVAL ->
          EnumSet.of(
              INVALID_NUMBER,
              TTL_OUT_OF_RANGE,
              INVALID_HEADER,
              FORBIDDEN,
              DESTINATION_NOT_ALLOWED,
              IDEMPOTENCY_CONFLICT,
              RATE_LIMITED,
              OVERLOADED,
              NO_ANSWER);
      case CANCEL_MESSAGE -> EnumSet.of(NOT_FOUND, ALREADY_FINAL, OVERLOADED, NO_ANSWER);
      case GET_MESSAGE, GET_APPROVAL, GIVE_FEEDBACK -> EnumSet.of(NOT_FOUND, OVERLOADED, NO_ANSWER);
      case START_VERIFICATION ->
          EnumSet.of(
              INVALID_NUMBER,
              TEXT_TOO_LONG,
              TTL_OUT_OF_RANGE,
              NOT_SUPPORTED,
              INVALID_HEADER,
              FORBIDDEN,
              DESTINATION_NOT_ALLOWED,
              IDEMPOTENCY_CONFLICT,
              RATE_LIMITED,
              OVERLOADED,
              NO_ANSWER);
      case GET_VERIFICATION -> EnumSet.of(NOT_FOUND, OVERLOADED);
      case CHECK_VERIFICATION ->
          EnumSet.of(NOT_FOUND, FORBIDDEN, RATE_LIMITED, OVERLOADED, NO_ANSWER);
      case RESEND_VERIFICATION ->
          EnumSet.of(
              NOT_FOUND,
              FORBIDDEN,
              DESTINATION_NOT_ALLOWED,
              VERIFICATION_OVER,
              NO_RESENDS_LEFT,
              RATE_LIMITED,
              OVERLOADED,
              NO_ANSWER);
      case CANCEL_VERIFICATION ->
          EnumSet.of(NOT_FOUND, FORBIDDEN, VERIFICATION_OVER, OVERLOADED, NO_ANSWER);
      case SEARCH_MESSAGES -> EnumSet.of(FORBIDDEN, OVERLOADED, NO_ANSWER);
      case STREAM_EVENTS, STREAM_ALARMS -> EnumSet.of(FORBIDDEN, OVERLOADED);
      case LIST_DENIALS -> EnumSet.of(FORBIDDEN);
      case GET_ACCOUNT, LIFT_BLOCK, GET_CARRIER, DRAIN_CARRIER, RESUME_CARRIER ->
          EnumSet.of(NOT_FOUND);
      case REPLAY_WEBHOOK -> EnumSet.of(NOT_FOUND, OVERLOADED, NO_ANSWER);
      case CREATE_ACCOUNT -> EnumSet.of(INVALID_CONFIGURATION, AMBIGUOUS, OVERLOADED, NO_ANSWER);
      case CHANGE_ACCOUNT ->
          EnumSet.of(
              NOT_FOUND,
              INVALID_HEADER,
              NOT_MANAGED,
              PRECONDITION_FAILED,
              INVALID_CONFIGURATION,
              OVERLOADED,
              NO_ANSWER);
      case DELETE_ACCOUNT, ADD_KEY, ADD_SMPP_PASSWORD ->
          EnumSet.of(
              NOT_FOUND,
              INVALID_HEADER,
              NOT_MANAGED,
              PRECONDITION_FAILED,
              INVALID_CONFIGURATION,
              OVERLOADED,
              NO_ANSWER);
      case REMOVE_KEY, REMOVE_SMPP_PASSWORD ->
          EnumSet.of(
              NOT_FOUND,
              INVALID_HEADER,
              NOT_MANAGED,
              AMBIGUOUS,
              PRECONDITION_FAILED,
              INVALID_CONFIGURATION,
              OVERLOADED,
              NO_ANSWER);
      case RELOAD_CONFIG -> EnumSet.of(INVALID_CONFIGURATION, OVERLOADED, NO_ANSWER);
      case METRICS, LIST_AFFECTED -> EnumSet.of(OVERLOADED, NO_ANSWER);
      case LIST_ACCOUNTS,
          LIST_ESMES,
          LIST_ALARMS,
          LIST_BLOCKS,
          LIST_CARRIERS,
          LIST_LINKS,
          LIST_HEALTH,
          LIST_CANARIES,
          LIST_TRUNKS,
          OPENAPI,
          HEALTH_LIVE,
          HEALTH_READY ->
          EnumSet.noneOf(ProblemType.class);
      case NONE -> EnumSet.of(NOT_FOUND, METHOD_NOT_ALLOWED, URI_TOO_LONG, HEADERS_TOO_LARGE);
      case TWILIO_CREATE,
          TWILIO_LIST,
          TWILIO_GET,
          TWILIO_UPDATE,
          TWILIO_DELETE,
          TWILIO_FEEDBACK,
          KANNEL_GET,
          KANNEL_POST,
          HOOK_GET,
          HOOK_POST ->
          EnumSet.noneOf(ProblemType.class);
    };
  }

  /** In the manner of another gateway, though the client may hear of them in its words. */
  private static Set<ProblemType> shape(Endpoint endpoint) {
    Set<ProblemType> types = EnumSet.of(OVERLOADED, NO_ANSWER);
    if (endpoint.takesBody()) {
      types.addAll(
          Set.of(
              BODY_TOO_LARGE,
              REQUEST_TIMEOUT,
              UNSUPPORTED_MEDIA_TYPE,
              INVALID_ENCODING,
              DUPLICATE_FIELD,
              INVALID_FIELD));
    }
    switch (endpoint) {
      case TWILIO_CREATE -> {
        types.addAll(MESSAGE);
        types.addAll(Set.of(MISSING_FIELD, NOT_SUPPORTED, INVALID_HEADER));
      }
      case TWILIO_LIST ->
          types.addAll(Set.of(INVALID_ENCODING, DUPLICATE_FIELD, INVALID_PARAMETER));
      case TWILIO_GET, TWILIO_FEEDBACK -> types.add(NOT_FOUND);
      case TWILIO_DELETE -> types.addAll(Set.of(NOT_FOUND, NOT_YET_FINAL));
      case TWILIO_UPDATE -> types.addAll(Set.of(NOT_FOUND, ALREADY_FINAL));
      case KANNEL_GET, KANNEL_POST -> {
        types.addAll(MESSAGE);
        types.addAll(
            Set.of(
                INVALID_ENCODING,
                DUPLICATE_FIELD,
                INVALID_FIELD,
                INVALID_PARAMETER,
                INVALID_HEADER));
      }
      case HOOK_GET, HOOK_POST -> {
        types.addAll(MESSAGE);
        types.addAll(
            Set.of(
                INVALID_ENCODING,
                DUPLICATE_FIELD,
                INVALID_FIELD,
                MISSING_FIELD,
                INVALID_HEADER,
                IDEMPOTENCY_CONFLICT));
        types.addAll(
            endpoint == Endpoint.HOOK_GET
                ? Set.of(METHOD_NOT_ALLOWED)
                : Set.of(MALFORMED_JSON, WRONG_TYPE));
      }
      default -> throw new IllegalStateException("not a call of another gateway");
    }
    return types;
  }
}
