package io.strowger.gateway.http;

import io.strowger.gateway.account.Principal;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** From a request head to the call it means, or to the problem with it. One for each event loop. */
final class RequestRouter {
  private final DoorState door;
  private final Authentication authentication;
  private final MessageCalls messages;
  private final VerificationCalls verifications;
  private final ApprovalCalls approvals;
  private final AdminCalls admin;
  private final ShapeCalls shapes;
  private final PublicCalls open;

  RequestRouter(DoorState door) {
    this.door = door;
    this.authentication = new Authentication(door);
    this.messages = new MessageCalls(door);
    this.verifications = new VerificationCalls(door);
    this.approvals = new ApprovalCalls(door);
    this.admin = new AdminCalls(door);
    this.shapes = new ShapeCalls(door);
    this.open = new PublicCalls(door);
  }

  /** Null when there is no such path, or not with this method. */
  @Nullable Endpoint match(String method, String path) {
    boolean head = method.equals("HEAD");
    String wanted = head ? "GET" : method;
    for (Endpoint endpoint : Endpoint.all()) {
      if (endpoint.method().equals(wanted) && endpoint.matches(path)) {
        return head && !endpoint.takesHead() ? null : endpoint;
      }
    }
    return null;
  }

  void route(Exchange exchange) {
    HttpServerRequest request = exchange.request();
    Endpoint endpoint = exchange.endpoint();
    if (request.version() == HttpVersion.HTTP_1_1
        && !request.headers().contains(HttpHeaders.HOST)) {
      exchange.refuse(Problem.of(ProblemType.MALFORMED_REQUEST, "The request has no Host header."));
      return;
    }
    if (endpoint == Endpoint.NONE) {
      refuseUnmatched(exchange);
      return;
    }
    if (endpoint.access() == Endpoint.Access.PUBLIC) {
      open.call(exchange);
      return;
    }
    if (door.isDraining()) {
      exchange.refuse(
          Problem.retry(ProblemType.SHUTTING_DOWN, "This node takes no more requests.", 1));
      return;
    }
    if (endpoint.access() == Endpoint.Access.SHAPE) {
      shapes.call(exchange);
      return;
    }
    Authentication.Caller caller = authentication.of(request);
    if (caller == null) {
      exchange.refuse(
          Problem.of(
                  ProblemType.UNAUTHORIZED,
                  "No valid API key was sent, and no client certificate shown that is known.")
              .allowing("Authorization: Bearer <api key>"));
      return;
    }
    Principal principal = caller.principal();
    if (endpoint.access() == Endpoint.Access.ADMIN) {
      if (principal.admin()) {
        admin.call(exchange, caller);
      } else {
        exchange.refuse(Problem.of(ProblemType.FORBIDDEN, "This call is for operators' keys."));
      }
    } else {
      switch (endpoint) {
        case START_VERIFICATION,
            GET_VERIFICATION,
            CANCEL_VERIFICATION,
            CHECK_VERIFICATION,
            RESEND_VERIFICATION ->
            verifications.call(exchange, principal);
        case CREATE_APPROVAL, GET_APPROVAL -> approvals.call(exchange, principal);
        default -> messages.call(exchange, principal);
      }
    }
  }

  private void refuseUnmatched(Exchange exchange) {
    String path = exchange.request().path();
    List<String> methods = new ArrayList<>();
    for (Endpoint endpoint : Endpoint.all()) {
      if (path != null && endpoint.matches(path)) {
        methods.add(endpoint.method());
      }
    }
    if (methods.isEmpty()) {
      exchange.refuse(Problem.of(ProblemType.NOT_FOUND, "There is no such path."));
      return;
    }
    String allowed = String.join(", ", methods);
    exchange.response().putHeader(HttpHeaders.ALLOW, allowed);
    exchange.refuse(
        Problem.of(ProblemType.METHOD_NOT_ALLOWED, "The path has no such method.")
            .allowing(allowed));
  }
}
