package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.delivery.VerificationTicket;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.CancelOutcome;
import io.strowger.gateway.verification.CheckOutcome;
import io.strowger.gateway.verification.ResendOutcome;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.vertx.core.http.HttpHeaders;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The calls about codes of the gateway's own making. One for each event loop. */
final class VerificationCalls {
  private static final String PATH = "/v1/verifications/";
  private static final String LOCKED = "Too many wrong codes were given for this number.";
  private static final CharSequence REPLAYED = HttpHeaders.createOptimized("idempotent-replayed");
  private static final CharSequence YES = HttpHeaders.createOptimized("true");

  private final DoorState door;
  private final DraftMaker drafts;
  private final IdempotencyHash.Calculator idempotency;

  VerificationCalls(DoorState door) {
    this.door = door;
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
    this.idempotency = door.ports().idempotency().calculator();
  }

  void call(Exchange exchange, Principal principal) {
    try {
      QueryParameters.of(exchange);
      VerificationDesk desk = door.verifications();
      if (desk == null) {
        exchange.refuse(MessageCalls.full("Verifications are not open yet.", 1));
        return;
      }
      if (exchange.endpoint() == Endpoint.GET_VERIFICATION) {
        get(exchange, principal, desk);
        return;
      }
      Account account = principal.account();
      if (account == null) {
        throw new Rejected(
            Problem.of(ProblemType.FORBIDDEN, "An operator's key has no account to act for."));
      }
      switch (exchange.endpoint()) {
        case START_VERIFICATION -> start(exchange, account, desk);
        case CHECK_VERIFICATION -> check(exchange, account, desk);
        case RESEND_VERIFICATION -> {
          VerificationId id = id(exchange);
          ask(exchange, ticket -> desk.resendVerification(account.id(), id, ticket));
        }
        case CANCEL_VERIFICATION -> {
          VerificationId id = id(exchange);
          ask(exchange, ticket -> desk.cancelVerification(account.id(), id, ticket));
        }
        default -> throw new IllegalStateException("not a call about verifications");
      }
    } catch (Rejected e) {
      exchange.refuse(e.problem());
    }
  }

  private void start(Exchange exchange, Account account, VerificationDesk desk) throws Rejected {
    String key = RequestHeaders.idempotencyKey(exchange.request());
    readJson(
        exchange,
        body -> {
          switch (VerificationRequestParser.parse(body)) {
            case Checked.Bad<VerificationRequest>(Problem problem) -> exchange.refuse(problem);
            case Checked.Good<VerificationRequest>(VerificationRequest request) ->
                start(exchange, account, desk, request, key, key == null ? 0 : hash(body));
          }
        });
  }

  private long hash(byte[] body) {
    return idempotency.hash(body);
  }

  private void start(
      Exchange exchange,
      Account account,
      VerificationDesk desk,
      VerificationRequest request,
      @Nullable String key,
      long requestHash) {
    switch (drafts.make(account, request, key, requestHash)) {
      case Checked.Bad<VerificationDraft>(Problem problem) -> exchange.refuse(problem);
      case Checked.Good<VerificationDraft>(VerificationDraft draft) ->
          ask(exchange, ticket -> desk.startVerification(draft, ticket));
    }
  }

  private void check(Exchange exchange, Account account, VerificationDesk desk) throws Rejected {
    VerificationId id = id(exchange);
    readJson(
        exchange,
        body -> {
          switch (CheckParser.parse(body)) {
            case Checked.Bad<Secret>(Problem problem) -> exchange.refuse(problem);
            case Checked.Good<Secret>(Secret code) ->
                ask(exchange, ticket -> desk.checkVerification(account.id(), id, code, ticket));
          }
        });
  }

  private static void readJson(Exchange exchange, Consumer<byte[]> taker) throws Rejected {
    Problem media = RequestHeaders.mediaProblem(exchange.request());
    if (media != null) {
      throw new Rejected(media);
    }
    exchange.readBody(taker);
  }

  private interface Question {
    boolean ask(VerificationTicket ticket);
  }

  private void ask(Exchange exchange, Question question) {
    boolean taken = question.ask(reply -> exchange.replyLater(() -> answer(exchange, reply)));
    if (!taken) {
      exchange.refuse(MessageCalls.full("The queue of requests is full.", 1));
    }
  }

  private void get(Exchange exchange, Principal principal, VerificationDesk desk) throws Rejected {
    Verification found = desk.findVerification(id(exchange));
    if (found == null || !principal.sees(found.spec().account())) {
      throw new Rejected(notFound());
    }
    exchange.answer(shown(200, found));
  }

  private Answer shown(int status, Verification verification) {
    return new Answer.Json(status, VerificationJson.verification(verification, nowMillis()));
  }

  private long nowMillis() {
    return door.ports().epochMillis().getAsLong();
  }

  // ---- replies ----

  private void answer(Exchange exchange, VerificationReply reply) {
    switch (reply) {
      case VerificationReply.Started(Verification verification) -> started(exchange, verification);
      case VerificationReply.NotStarted(StartOutcome outcome) -> notStarted(exchange, outcome);
      case VerificationReply.Checked(CheckOutcome outcome) -> checked(exchange, outcome);
      case VerificationReply.Resent(Verification verification) ->
          exchange.answer(shown(202, verification));
      case VerificationReply.NotResent(ResendOutcome outcome) ->
          exchange.refuse(notResent(outcome));
      case VerificationReply.Cancelled(CancelOutcome outcome) -> cancelled(exchange, outcome);
      case VerificationReply.Denied(Denial denial) -> exchange.refuse(MessageCalls.denied(denial));
      case VerificationReply.Refused(String reason, int retryAfterSeconds) ->
          exchange.refuse(MessageCalls.full(reason, retryAfterSeconds));
    }
  }

  private void started(Exchange exchange, Verification verification) {
    exchange.response().putHeader(HttpHeaders.LOCATION, PATH + verification.id());
    exchange.answer(shown(202, verification));
  }

  private void notStarted(Exchange exchange, StartOutcome outcome) {
    switch (outcome) {
      case StartOutcome.Repeated(Verification verification) -> {
        exchange.response().putHeader(REPLAYED, YES);
        started(exchange, verification);
      }
      case StartOutcome.IdempotencyConflict() ->
          exchange.refuse(
              Problem.atParameter(
                  ProblemType.IDEMPOTENCY_CONFLICT,
                  "Idempotency-Key",
                  "Another body was sent with this key before.",
                  null));
      case StartOutcome.NumberLocked(int retryAfterSeconds) ->
          exchange.refuse(Problem.retry(ProblemType.RATE_LIMITED, LOCKED, retryAfterSeconds));
      case StartOutcome.Full(int retryAfterSeconds) ->
          exchange.refuse(
              MessageCalls.full("There are too many verifications.", retryAfterSeconds));
      case StartOutcome.Begun _ ->
          throw new IllegalStateException("what has begun is told as started");
    }
  }

  private void checked(Exchange exchange, CheckOutcome outcome) {
    switch (outcome) {
      case CheckOutcome.Approved(Verification verification) ->
          checked(exchange, verification, true);
      case CheckOutcome.Wrong(Verification verification) -> checked(exchange, verification, false);
      case CheckOutcome.Over(Verification verification) -> checked(exchange, verification, false);
      case CheckOutcome.NumberLocked(Verification _, int retryAfterSeconds) ->
          exchange.refuse(Problem.retry(ProblemType.RATE_LIMITED, LOCKED, retryAfterSeconds));
      case CheckOutcome.NotFound() -> exchange.refuse(notFound());
    }
  }

  private void checked(Exchange exchange, Verification verification, boolean valid) {
    exchange.answer(
        new Answer.Json(200, VerificationJson.checked(verification, valid, nowMillis())));
  }

  private Problem notResent(ResendOutcome outcome) {
    return switch (outcome) {
      case ResendOutcome.NotFound() -> notFound();
      case ResendOutcome.Refused(Verification verification, var reason, int retryAfterSeconds) ->
          switch (reason) {
            case OVER -> over(verification);
            case USED_UP ->
                Problem.of(
                    ProblemType.NO_RESENDS_LEFT, "Every copy that the account allows was sent.");
            case TOO_SOON ->
                Problem.retry(
                    ProblemType.RATE_LIMITED, "The last copy is too young.", retryAfterSeconds);
            case NUMBER_LOCKED ->
                Problem.retry(ProblemType.RATE_LIMITED, LOCKED, retryAfterSeconds);
            case CODE_LOST ->
                Problem.of(
                    ProblemType.NO_RESENDS_LEFT,
                    "The code was made with a secret that this installation no longer has.");
          };
      case ResendOutcome.Again _ ->
          throw new IllegalStateException("what was sent again is told as resent");
    };
  }

  private void cancelled(Exchange exchange, CancelOutcome outcome) {
    switch (outcome) {
      case CancelOutcome.Done(Verification verification) ->
          exchange.answer(shown(200, verification));
      case CancelOutcome.Over(Verification verification) -> {
        if (verification.status() == Verification.Status.CANCELLED) {
          exchange.answer(shown(200, verification));
        } else {
          exchange.refuse(over(verification));
        }
      }
      case CancelOutcome.NotFound() -> exchange.refuse(notFound());
    }
  }

  private Problem over(Verification verification) {
    return Problem.of(
        ProblemType.VERIFICATION_OVER,
        "The verification is " + verification.clientState(nowMillis()) + ".");
  }

  private static VerificationId id(Exchange exchange) throws Rejected {
    try {
      return VerificationId.parse(exchange.endpoint().variable(exchange.path()));
    } catch (IllegalArgumentException e) {
      throw new Rejected(notFound());
    }
  }

  private static Problem notFound() {
    return Problem.of(ProblemType.NOT_FOUND, "The account has no verification with this id.");
  }
}
