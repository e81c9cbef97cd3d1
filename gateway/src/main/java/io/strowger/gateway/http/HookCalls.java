package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.HookAuthentication;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account's generic hooks. One for each event loop.
 *
 * <p>A hook that does not exist and a request without the right credentials are answered alike:
 * nobody finds out which accounts there are.
 */
final class HookCalls {
  private static final String REFUSED = "There is no such hook, or the credentials are wrong.";

  private final DoorState door;
  private final DraftMaker drafts;
  private final IdempotencyHash.Calculator idempotency;

  HookCalls(DoorState door) {
    this.door = door;
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
    this.idempotency = door.ports().idempotency().calculator();
  }

  /** A request on its way through its hook. */
  private record Call(
      Exchange exchange, Account account, String name, HookRules rules, FormFields query) {
    HttpServerRequest request() {
      return exchange.request();
    }
  }

  void call(Exchange exchange) throws Rejected {
    List<String> path = exchange.endpoint().variables(exchange.path());
    String name = path.getLast();
    Account account = door.accounts().byId(path.getFirst());
    HookRules rules = account == null ? null : account.hooks().get(name);
    if (account == null || rules == null || !Authentication.mayCome(account, exchange.request())) {
      throw ShapeCalls.unauthorized(REFUSED);
    }
    FormFields query = FormFields.ofQuery(exchange.request().query());
    Call call = new Call(exchange, account, name, rules, query);
    if (exchange.endpoint() == Endpoint.HOOK_GET) {
      send(call, new byte[0]);
    } else {
      ShapeCalls.readBody(exchange, body -> send(call, body));
    }
  }

  private void send(Call call, byte[] octets) throws Rejected {
    HookAuthentication authentication = call.rules().authentication();
    // A signature is checked before anything looks at what it covers.
    boolean inBody = authentication instanceof HookAuthentication.Parameter;
    if (!inBody && !isAuthentic(call, octets)) {
      throw ShapeCalls.unauthorized(REFUSED);
    }
    if (!inBody) {
      trust(call);
    }
    HookBody body = body(call, octets);
    if (authentication instanceof HookAuthentication.Parameter(String name, Set<KeyHash> keys)) {
      String secret = call.query().text(name);
      if (!isKey(call.account(), keys, secret == null ? body.text(name) : secret)) {
        throw ShapeCalls.unauthorized(REFUSED);
      }
      trust(call);
    }
    HookRequest request = HookRequest.read(call.rules(), call.account(), body);
    String key = idempotencyKey(call, request);
    String endUser = RequestHeaders.endUser(call.exchange().request());
    long hash = key == null ? 0 : idempotency.hash(octets.length == 0 ? query(call) : octets);
    switch (drafts.make(call.account(), request.message(), key, hash)) {
      case Checked.Bad<MessageDraft>(Problem problem) -> call.exchange().refuse(problem);
      case Checked.Good<MessageDraft>(MessageDraft draft) -> {
        call.exchange().awaitReply(reply -> answer(call, reply));
        if (!door.desk().submit(draft.withEndUser(endUser), call.exchange())) {
          call.exchange().refuse(ShapeCalls.full());
        }
      }
    }
  }

  /** From here on its client is told of problems as it wants; before, all hooks look alike. */
  private static void trust(Call call) {
    call.exchange().tellProblemsAs(HookProblems.of(call.rules().errors()));
  }

  private static byte[] query(Call call) {
    String query = call.request().query();
    return query == null ? new byte[0] : query.getBytes(StandardCharsets.UTF_8);
  }

  private boolean isAuthentic(Call call, byte[] octets) {
    return switch (call.rules().authentication()) {
      case HookAuthentication.ApiKey() -> hasApiKey(call);
      case HookAuthentication.Basic(String username, KeyHash password) -> {
        BasicCredentials given = BasicCredentials.of(call.request());
        yield given != null
            && given.user().equals(username)
            && given.passwordHash().equals(password);
      }
      case HookAuthentication.Header(String name, Set<KeyHash> keys) ->
          isKey(call.account(), keys, call.request().getHeader(name));
      case HookAuthentication.Signature(var secrets) -> {
        SignedRequest signed = SignedRequest.of(call.request());
        long now = door.ports().epochMillis().getAsLong();
        // It covers the body alone, so that a query could be anyone's.
        boolean post = call.exchange().endpoint() == Endpoint.HOOK_POST;
        yield post && signed != null && signed.isBy(secrets, octets, now);
      }
      case HookAuthentication.Parameter _ -> false;
    };
  }

  private static boolean hasApiKey(Call call) {
    Set<KeyHash> keys = call.account().credentials().apiKeys();
    BasicCredentials basic = BasicCredentials.of(call.request());
    if (basic != null) {
      return basic.user().equals(call.account().id()) && keys.contains(basic.passwordHash());
    }
    String bearer = RequestHeaders.bearer(call.request());
    String alone = call.request().getHeader(HttpHeaders.AUTHORIZATION);
    return isKey(call.account(), Set.of(), bearer == null ? alone : bearer);
  }

  /** An empty set stands for the account's API keys. */
  private static boolean isKey(Account account, Set<KeyHash> keys, @Nullable String secret) {
    Set<KeyHash> expected = keys.isEmpty() ? account.credentials().apiKeys() : keys;
    return secret != null && expected.contains(KeyHash.of(secret.strip()));
  }

  private static HookBody body(Call call, byte[] octets) throws Rejected {
    boolean get = call.exchange().endpoint() == Endpoint.HOOK_GET;
    HookRules.Body form = call.rules().body();
    if (get && form != HookRules.Body.AUTO && form != HookRules.Body.QUERY) {
      throw new Rejected(
          Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This hook takes a body.").allowing("POST"));
    }
    if (get || form == HookRules.Body.QUERY) {
      return new HookBody.Form(call.query());
    }
    String type = ShapeCalls.mediaType(call.request());
    boolean json = type.equals("application/json") || type.endsWith("+json");
    boolean urlencoded = type.equals("application/x-www-form-urlencoded");
    if (json && form != HookRules.Body.FORM) {
      return HookBody.Json.parse(octets);
    }
    if (urlencoded && form != HookRules.Body.JSON) {
      return new HookBody.Form(FormFields.parse(octets));
    }
    throw new Rejected(
        Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "This hook takes another kind of body.")
            .allowing(
                switch (form) {
                  case JSON -> "application/json";
                  case FORM -> "application/x-www-form-urlencoded";
                  default -> "application/json, application/x-www-form-urlencoded";
                }));
  }

  /** A signed request has an id, so that nobody can send it again to have the code sent again. */
  private static @Nullable String idempotencyKey(Call call, HookRequest request) throws Rejected {
    String key = request.idempotencyKey();
    if (key == null && call.rules().authentication() instanceof HookAuthentication.Signature) {
      key = call.request().getHeader("webhook-id");
    }
    return key == null
        ? RequestHeaders.idempotencyKey(call.request())
        : "hook:" + call.name() + ":" + key;
  }

  private static void answer(Call call, Reply reply) {
    switch (reply) {
      case Reply.Accepted(Message message) ->
          taken(call, message.id(), message.spec().expiresAtMillis());
      case Reply.Repeated(MessageId id, long expiresAtMillis) -> taken(call, id, expiresAtMillis);
      default -> {
        Problem problem = ShapeCalls.refusal(reply);
        if (problem == null) {
          throw new IllegalStateException("no refusal: " + reply.getClass());
        }
        call.exchange().refuse(problem);
      }
    }
  }

  private static void taken(Call call, MessageId id, long expiresAtMillis) {
    HookRules.Answer answer = call.rules().answer();
    String body =
        answer
            .body()
            .replace("{id}", id.toString())
            .replace("{expires_at}", Rfc3339.format(expiresAtMillis));
    call.exchange()
        .answer(new Answer.Formed(answer.status(), answer.contentType(), Buffer.buffer(body)));
  }
}
