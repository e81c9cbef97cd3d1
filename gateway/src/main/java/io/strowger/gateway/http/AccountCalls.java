package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.http.AccountDirectory.Credential;
import io.strowger.gateway.http.AccountDirectory.Finding;
import io.strowger.gateway.http.AccountDirectory.Outcome;
import io.strowger.gateway.http.AccountDirectory.Shown;
import io.strowger.gateway.http.AccountDirectory.Terms;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Operators' calls about accounts. Changes are made off the event loop. */
final class AccountCalls {
  private static final String PATH = "/v1/admin/accounts/";
  private static final int LIMIT_DEFAULT = 100;
  private static final int LIMIT_MAX = 1_000;
  private static final int RETRY_SECONDS = 5;

  private final DoorState door;

  AccountCalls(DoorState door) {
    this.door = door;
  }

  private AccountDirectory accounts() {
    return door.ports().config().accounts();
  }

  void call(Exchange exchange, QueryParameters query, Authentication.Caller caller)
      throws Rejected {
    List<String> path = exchange.endpoint().variables(exchange.path());
    switch (exchange.endpoint()) {
      case LIST_ACCOUNTS -> list(exchange, query);
      case GET_ACCOUNT -> get(exchange, path.getFirst());
      case CREATE_ACCOUNT -> create(exchange, terms(exchange, query, caller));
      case CHANGE_ACCOUNT -> change(exchange, path.getFirst(), terms(exchange, query, caller));
      case DELETE_ACCOUNT -> {
        Terms terms = terms(exchange, query, caller);
        ask(exchange, 200, () -> accounts().delete(path.getFirst(), terms));
      }
      case ADD_KEY -> add(exchange, path, Credential.API_KEY, terms(exchange, query, caller));
      case ADD_SMPP_PASSWORD ->
          add(exchange, path, Credential.SMPP_PASSWORD, terms(exchange, query, caller));
      case REMOVE_KEY -> remove(exchange, path, Credential.API_KEY, terms(exchange, query, caller));
      case REMOVE_SMPP_PASSWORD ->
          remove(exchange, path, Credential.SMPP_PASSWORD, terms(exchange, query, caller));
      default -> throw new IllegalStateException("not a call about accounts");
    }
  }

  private static Terms terms(Exchange exchange, QueryParameters query, Authentication.Caller caller)
      throws Rejected {
    String dryRun = query.get("dry_run");
    if (dryRun != null && !dryRun.equals("true") && !dryRun.equals("false")) {
      throw QueryParameters.invalid("dry_run", "Neither true nor false.", "true, false");
    }
    List<String> ifMatch =
        exchange.endpoint() == Endpoint.CREATE_ACCOUNT
            ? List.of()
            : RequestHeaders.ifMatch(exchange.request());
    return new Terms(ifMatch, "true".equals(dryRun), caller.name());
  }

  private void list(Exchange exchange, QueryParameters query) throws Rejected {
    int limit = limit(query.get("limit"));
    String after = query.get("cursor");
    List<Shown> page =
        accounts().accounts().stream()
            .filter(account -> after == null || account.id().compareTo(after) > 0)
            .limit(limit + 1L)
            .toList();
    boolean more = page.size() > limit;
    List<Shown> shown = more ? page.subList(0, limit) : page;
    exchange.answer(
        new Answer.Json(
            200,
            Json.of(json -> {
              json.writeStartObject();
              json.writeArrayFieldStart("accounts");
              for (Shown account : shown) {
                json.writeStartObject();
                summary(json, account);
                json.writeEndObject();
              }
              json.writeEndArray();
              Json.text(json, "next_cursor", more ? shown.getLast().id() : null);
              json.writeEndObject();
            })));
  }

  private static int limit(@Nullable String text) throws Rejected {
    if (text == null) {
      return LIMIT_DEFAULT;
    }
    boolean number = text.matches("[0-9]{1,4}");
    int limit = number ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_MAX) {
      throw QueryParameters.invalid("limit", "No such limit.", "1 to " + LIMIT_MAX);
    }
    return limit;
  }

  private void get(Exchange exchange, String id) {
    for (Shown account : accounts().accounts()) {
      if (account.id().equals(id)) {
        exchange.answer(new Answer.Json(200, whole(account), account.etag(), null));
        return;
      }
    }
    exchange.refuse(absent());
  }

  private void create(Exchange exchange, Terms terms) {
    Problem media = RequestHeaders.mediaProblem(exchange.request());
    if (media != null) {
      exchange.refuse(media);
      return;
    }
    exchange.readBody(body -> {
      switch (AccountBody.parse(body)) {
        case Checked.Bad<ObjectNode>(Problem problem) -> exchange.refuse(problem);
        case Checked.Good<ObjectNode>(ObjectNode settings) ->
            ask(exchange, terms.dryRun() ? 200 : 201, () -> accounts().create(settings, terms));
      }
    });
  }

  private void change(Exchange exchange, String id, Terms terms) {
    Problem media = RequestHeaders.patchProblem(exchange.request());
    if (media != null) {
      exchange.refuse(media);
      return;
    }
    exchange.readBody(body -> {
      switch (AccountBody.parse(body)) {
        case Checked.Bad<ObjectNode>(Problem problem) -> exchange.refuse(problem);
        case Checked.Good<ObjectNode>(ObjectNode patch) ->
            ask(exchange, 200, () -> accounts().change(id, patch, terms));
      }
    });
  }

  private void add(Exchange exchange, List<String> path, Credential kind, Terms terms) {
    ask(exchange, terms.dryRun() ? 200 : 201, () -> accounts().add(path.getFirst(), kind, terms));
  }

  private void remove(Exchange exchange, List<String> path, Credential kind, Terms terms)
      throws Rejected {
    String hashPrefix = path.getLast();
    if (!hashPrefix.matches("[0-9a-f]{8,64}")) {
      throw new Rejected(Problem.of(ProblemType.NOT_FOUND, "No hash begins like this."));
    }
    ask(exchange, 200, () -> accounts().remove(path.getFirst(), kind, hashPrefix, terms));
  }

  private void ask(Exchange exchange, int status, Supplier<Outcome> change) {
    door.blocking()
        .run(
            exchange,
            () ->
                switch (change.get()) {
                  case Outcome.Done done -> done(exchange, status, done);
                  case Outcome.Absent() -> new Answer.Refused(absent());
                  case Outcome.NotManaged() ->
                      Answer.refused(
                          ProblemType.NOT_MANAGED,
                          "The account stands in the configuration file: change it there.");
                  case Outcome.Changed(String _) ->
                      Answer.refused(
                          ProblemType.PRECONDITION_FAILED,
                          "The account is not as If-Match says: read it again.");
                  case Outcome.Ambiguous(String detail) ->
                      Answer.refused(ProblemType.AMBIGUOUS, detail);
                  case Outcome.Invalid(List<Finding> findings) ->
                      new Answer.Refused(invalid(findings));
                  case Outcome.Failed(String reason) ->
                      new Answer.Refused(
                          Problem.retry(ProblemType.OVERLOADED, reason, RETRY_SECONDS));
                });
  }

  private static Answer done(Exchange exchange, int status, Outcome.Done done) {
    Shown account = done.account();
    boolean deleted = exchange.endpoint() == Endpoint.DELETE_ACCOUNT;
    return new Answer.Json(
        status,
        Json.of(json -> {
          json.writeStartObject();
          if (deleted) {
            json.writeStringField("id", account.id());
            json.writeBooleanField("deleted", true);
          } else if (done.secret() != null) {
            json.writeStringField("account", account.id());
            json.writeStringField("secret", done.secret());
            Json.text(json, "hash_prefix", done.hashPrefix());
            json.writeStringField("etag", account.etag());
          } else {
            fields(json, account);
          }
          json.writeEndObject();
        }),
        deleted ? null : account.etag(),
        exchange.endpoint() == Endpoint.CREATE_ACCOUNT && status == 201
            ? PATH + account.id()
            : null);
  }

  /** The first finding's place and words; all of them in {@code errors}. */
  private static Problem invalid(List<Finding> findings) {
    Finding first = findings.getFirst();
    List<String> errors = findings.stream().map(AccountCalls::line).toList();
    return new Problem(
        ProblemType.INVALID_CONFIGURATION,
        (errors.size() == 1
                ? "The account has a fault: "
                : "The account has " + errors.size() + " faults; the first: ")
            + first.message(),
        first.pointer(),
        null,
        first.allowed(),
        0,
        errors);
  }

  private static String line(Finding finding) {
    String place = finding.pointer() == null ? "" : finding.pointer() + ": ";
    String allowed = finding.allowed() == null ? "" : " (allowed: " + finding.allowed() + ")";
    return place + finding.message() + allowed;
  }

  private static Problem absent() {
    return Problem.of(ProblemType.NOT_FOUND, "There is no such account, or no such key of it.");
  }

  static Buffer whole(Shown account) {
    return Json.of(json -> {
      json.writeStartObject();
      fields(json, account);
      json.writeEndObject();
    });
  }

  private static void summary(JsonGenerator json, Shown account) throws IOException {
    json.writeStringField("id", account.id());
    json.writeStringField("managed_by", account.managed() ? "api" : "file");
    json.writeBooleanField("admin", account.admin());
    json.writeStringField("etag", account.etag());
    hashes(json, "api_keys", account.keys());
    hashes(json, "smpp_passwords", account.passwords());
  }

  private static void fields(JsonGenerator json, Shown account) throws IOException {
    summary(json, account);
    json.writeFieldName("settings");
    json.writeRawValue(account.settings());
  }

  private static void hashes(JsonGenerator json, String field, List<String> prefixes)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String prefix : prefixes) {
      json.writeStartObject();
      json.writeStringField("hash_prefix", prefix);
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
