package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.TwilioTerms;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's Messages resource: create, fetch, list, cancel, delete, feedback. One for each event
 * loop.
 *
 * <p>Creation answers {@code queued} once the message is durable.
 */
final class TwilioCalls {
  /** The door's name in {@link Origin}; its data is the callback's address. */
  static final String DOOR = "twilio";

  private static final String JSON = "application/json";

  private final DoorState door;
  private final DraftMaker drafts;
  private final TwilioJson json;

  TwilioCalls(DoorState door) {
    this.door = door;
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
    this.json = new TwilioJson(door.ports().segments());
  }

  void call(Exchange exchange) throws Rejected {
    List<String> path = exchange.endpoint().variables(exchange.path());
    Account account = authenticate(exchange, path.getFirst());
    switch (exchange.endpoint()) {
      case TWILIO_CREATE -> ShapeCalls.readForm(exchange, form -> create(exchange, account, form));
      case TWILIO_LIST -> list(exchange, account);
      case TWILIO_GET -> get(exchange, account, id(path));
      case TWILIO_DELETE -> delete(exchange, account, id(path));
      case TWILIO_UPDATE -> {
        MessageId id = id(path);
        ShapeCalls.readForm(exchange, form -> update(exchange, account, id, form));
      }
      case TWILIO_FEEDBACK -> {
        MessageId id = id(path);
        ShapeCalls.readForm(exchange, form -> feedback(exchange, account, id, form));
      }
      default -> throw new IllegalStateException("not a call of this resource");
    }
  }

  /** The account's sid stands in the path as well; it must be the same. */
  private Account authenticate(Exchange exchange, String pathSid) throws Rejected {
    BasicCredentials given = BasicCredentials.of(exchange.request());
    Account account = given == null ? null : door.accounts().byTwilioSid(given.user());
    TwilioCredential expected = account == null ? null : account.credentials().twilio();
    if (given == null
        || account == null
        || expected == null
        || !expected.accountSid().equals(pathSid)
        || !given.passwordHash().equals(password(expected, given.user()))
        || !Authentication.mayCome(account, exchange.request())) {
      throw ShapeCalls.unauthorized("Account sid and auth token do not match.");
    }
    return account;
  }

  /** The hash of what belongs to the account's sid, or to that of one of its API keys. */
  private static @Nullable KeyHash password(TwilioCredential credential, String user) {
    return user.equals(credential.accountSid())
        ? KeyHash.of(credential.authToken().reveal())
        : credential.apiKeys().get(user);
  }

  private static String sid(Account account) {
    TwilioCredential credential = account.credentials().twilio();
    return credential == null ? "" : credential.accountSid();
  }

  private static MessageId id(List<String> path) throws Rejected {
    MessageId id = TwilioTerms.parseSid(path.getLast());
    if (id == null) {
      throw new Rejected(notFound());
    }
    return id;
  }

  private static Problem notFound() {
    return Problem.of(ProblemType.NOT_FOUND, "The account has no message with this sid.");
  }

  private void create(Exchange exchange, Account account, FormFields form) throws Rejected {
    TwilioRequest request = TwilioRequest.read(form, account);
    String callback = request.statusCallback();
    String endUser = RequestHeaders.endUser(exchange.request());
    switch (drafts.make(account, request.message(), null, 0)) {
      case Checked.Bad<MessageDraft>(Problem problem) -> exchange.refuse(problem);
      case Checked.Good<MessageDraft>(MessageDraft draft) -> {
        exchange.awaitReply(reply -> created(exchange, account, request, reply));
        MessageDraft whole =
            callback == null ? draft : draft.withOrigin(new Origin(DOOR, callback));
        asked(exchange, door.desk().submit(whole.withEndUser(endUser), exchange));
      }
    }
  }

  private static void asked(Exchange exchange, boolean taken) {
    if (!taken) {
      exchange.refuse(ShapeCalls.full());
    }
  }

  private void created(Exchange exchange, Account account, TwilioRequest request, Reply reply) {
    switch (reply) {
      case Reply.Accepted(Message message) -> {
        // It may already be on its way, but a new message is queued, as clients expect.
        Message fresh = new Message(message.spec(), new MessageState.Accepted(), List.of());
        exchange.answer(shown(201, account, fresh, request.messagingService()));
      }
      case Reply.Repeated(MessageId id, long _) -> get(exchange, account, id);
      default -> exchange.refuse(problem(reply));
    }
  }

  private static Problem problem(Reply reply) {
    Problem problem = ShapeCalls.refusal(reply);
    if (problem == null) {
      throw new IllegalStateException("no refusal: " + reply.getClass());
    }
    return problem;
  }

  private Answer shown(
      int status, Account account, Message message, @Nullable String messagingService) {
    return formed(status, json.message(sid(account), message, messagingService));
  }

  private static Answer formed(int status, Buffer body) {
    return new Answer.Formed(status, JSON, body);
  }

  private void get(Exchange exchange, Account account, MessageId id) {
    Message recent = door.desk().findRecent(id);
    if (recent != null) {
      exchange.answer(found(account, recent));
    } else {
      door.blocking().run(exchange, () -> found(account, door.desk().find(id)));
    }
  }

  private void list(Exchange exchange, Account account) throws Rejected {
    TwilioList asked = TwilioList.read(FormFields.ofQuery(exchange.request().query()));
    door.blocking()
        .run(
            exchange,
            () -> {
              TwilioList.Page page =
                  asked.page(query -> door.desk().search(query), account.id(), this::isShown);
              return formed(200, json.page(sid(account), asked, page));
            });
  }

  private boolean isShown(Message message) {
    return !door.forgotten().contains(message.id());
  }

  /** What is left of a final message holds no text; it is not shown any more. */
  private void delete(Exchange exchange, Account account, MessageId id) {
    door.blocking()
        .run(
            exchange,
            () -> {
              Message message = door.desk().find(id);
              if (message == null
                  || !message.spec().account().equals(account.id())
                  || !isShown(message)) {
                return new Answer.Refused(notFound());
              }
              if (!message.isFinal()) {
                return Answer.refused(
                    ProblemType.NOT_YET_FINAL, "The message is still on its way.");
              }
              door.forgotten().add(id);
              return formed(204, Buffer.buffer());
            });
  }

  private Answer found(Account account, @Nullable Message message) {
    boolean own = message != null && message.spec().account().equals(account.id());
    return message == null || !own || !isShown(message)
        ? new Answer.Refused(notFound())
        : shown(200, account, message, null);
  }

  /** Either {@code Status=canceled}, or an empty {@code Body}, which redacts: that is done. */
  private void update(Exchange exchange, Account account, MessageId id, FormFields form)
      throws Rejected {
    String status = form.text("Status");
    String body = form.text("Body");
    if ("canceled".equals(status) && body == null) {
      exchange.awaitReply(reply -> changed(exchange, account, id, reply));
      asked(exchange, door.desk().cancel(account.id(), id, exchange));
    } else if (status == null && "".equals(body)) {
      get(exchange, account, id);
    } else {
      throw MessageValues.invalid(
          "/Status", "A message can be cancelled or redacted.", "Status=canceled, or Body=");
    }
  }

  private void changed(Exchange exchange, Account account, MessageId id, Reply reply) {
    switch (reply) {
      case Reply.Done(Message message) -> exchange.answer(shown(200, account, message, null));
      case Reply.AlreadyFinal(Message message) -> exchange.answer(alreadyFinal(account, message));
      case Reply.NotFound() ->
          door.blocking().run(exchange, () -> alreadyFinal(account, door.desk().find(id)));
      default -> exchange.refuse(problem(reply));
    }
  }

  /** A cancel that is repeated succeeds again; one that came too late does not. */
  private Answer alreadyFinal(Account account, @Nullable Message message) {
    if (message == null || !message.spec().account().equals(account.id())) {
      return new Answer.Refused(notFound());
    }
    if (message.clientState().equals("cancelled")) {
      return shown(200, account, message, null);
    }
    return Answer.refused(ProblemType.ALREADY_FINAL, "The message is already final.");
  }

  private void feedback(Exchange exchange, Account account, MessageId id, FormFields form)
      throws Rejected {
    String given = form.text("Outcome");
    String outcome = given == null ? "confirmed" : given;
    if (!outcome.equals("confirmed") && !outcome.equals("unconfirmed")) {
      throw MessageValues.invalid("/Outcome", "No such outcome.", "confirmed, unconfirmed");
    }
    if (outcome.equals("unconfirmed")) {
      // What every message is until it is confirmed: no reason to send the code again.
      ifOwn(exchange, account, id, taken(account, id, outcome));
      return;
    }
    exchange.awaitReply(reply -> {
      switch (reply) {
        case Reply.Done _, Reply.AlreadyFinal _ -> exchange.answer(taken(account, id, outcome));
        case Reply.NotFound() -> ifOwn(exchange, account, id, taken(account, id, outcome));
        default -> exchange.refuse(problem(reply));
      }
    });
    asked(exchange, door.desk().feedback(account.id(), id, true, exchange));
  }

  /** Answers so if the account has this message, in memory or in history. */
  private void ifOwn(Exchange exchange, Account account, MessageId id, Answer answer) {
    door.blocking()
        .run(
            exchange,
            () -> {
              Message message = door.desk().find(id);
              return message == null || !message.spec().account().equals(account.id())
                  ? new Answer.Refused(notFound())
                  : answer;
            });
  }

  private Answer taken(Account account, MessageId id, String outcome) {
    long now = door.ports().epochMillis().getAsLong();
    return formed(201, json.feedback(sid(account), id, outcome, now));
  }
}
