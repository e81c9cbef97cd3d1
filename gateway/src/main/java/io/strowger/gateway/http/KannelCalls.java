package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KannelCredential;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Reply;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Kannel's {@code sendsms}: a query, a form, XML, or a text with {@code X-Kannel} headers. One for
 * each event loop.
 *
 * <p>Every receiver is a message of its own; the answer waits for all of them.
 */
final class KannelCalls {
  private static final String ACCEPTED = "0: Accepted for delivery";

  private final DoorState door;
  private final DraftMaker drafts;

  KannelCalls(DoorState door) {
    this.door = door;
    this.drafts = new DraftMaker(door.ports().numbers(), door.ports().segments());
  }

  void call(Exchange exchange) throws Rejected {
    if (exchange.endpoint() == Endpoint.KANNEL_GET) {
      send(exchange, FormFields.ofQuery(exchange.request().query()));
      return;
    }
    switch (ShapeCalls.mediaType(exchange.request())) {
      case "text/xml", "application/xml" ->
          ShapeCalls.readBody(exchange, body -> send(exchange, KannelXml.read(body)));
      case "text/plain", "application/octet-stream" ->
          ShapeCalls.readBody(
              exchange, body -> send(exchange, KannelHeaders.read(exchange.request(), body)));
      default -> ShapeCalls.readForm(exchange, form -> send(exchange, form));
    }
  }

  private void send(Exchange exchange, FormFields fields) throws Rejected {
    Account account = authenticate(exchange, fields);
    KannelRequest request = KannelRequest.read(fields, account);
    String endUser = RequestHeaders.endUser(exchange.request());
    List<MessageDraft> taken = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> denied = new ArrayList<>();
    Problem why = null;
    for (KannelRequest.Receiver receiver : request.receivers()) {
      switch (drafts.make(account, receiver.message(), null, 0)) {
        case Checked.Good<MessageDraft>(MessageDraft draft) -> {
          MessageDraft caused = draft.withEndUser(endUser);
          taken.add(request.origin() == null ? caused : caused.withOrigin(request.origin()));
          names.add(receiver.written());
        }
        case Checked.Bad<MessageDraft>(Problem problem) -> {
          why = problem;
          denied.add(receiver.written());
        }
      }
    }
    if (taken.isEmpty() && why != null) {
      exchange.refuse(why);
      return;
    }
    submit(exchange, taken, new Batch(exchange, names, denied));
  }

  private Account authenticate(Exchange exchange, FormFields fields) throws Rejected {
    String user = fields.text(fields.has("username") ? "username" : "user");
    String password = fields.text(fields.has("password") ? "password" : "pass");
    Account account = user == null ? null : door.accounts().byKannelUser(user);
    KannelCredential expected = account == null ? null : account.credentials().kannel();
    if (account == null
        || expected == null
        || password == null
        || !KeyHash.of(password).equals(expected.password())
        || !Authentication.mayCome(account, exchange.request())) {
      throw ShapeCalls.unauthorized("Username and password do not match.");
    }
    return account;
  }

  private void submit(Exchange exchange, List<MessageDraft> drafts, Batch batch) {
    exchange.awaitReply(_ -> batch.answer());
    for (int i = 0; i < drafts.size(); i++) {
      int place = i;
      boolean asked =
          door.desk()
              .submit(
                  drafts.get(i),
                  reply -> {
                    if (batch.told(place, reply)) {
                      exchange.reply(reply);
                    }
                  });
      if (!asked) {
        batch.told(place, new Reply.Refused("The queue of open messages is full.", 1));
      }
    }
    // The batch counts one more than its receivers, so that no answer overtakes this loop.
    if (batch.told()) {
      batch.answer();
    }
  }

  /** The replies for one request; each is told on the dispatcher's thread, or here when refused. */
  private static final class Batch {
    private final Exchange exchange;
    private final List<String> receivers;
    private final List<String> denied;
    private final AtomicReferenceArray<@Nullable Reply> replies;
    private final AtomicInteger outstanding;

    Batch(Exchange exchange, List<String> receivers, List<String> denied) {
      this.exchange = exchange;
      this.receivers = receivers;
      this.denied = denied;
      this.replies = new AtomicReferenceArray<>(receivers.size());
      this.outstanding = new AtomicInteger(receivers.size() + 1);
    }

    /** True when this was the last. */
    boolean told(int place, Reply reply) {
      replies.set(place, reply);
      return told();
    }

    boolean told() {
      return outstanding.decrementAndGet() == 0;
    }

    /** Once one message is on its way, repeating the request would send it twice. */
    void answer() {
      List<String> refused = new ArrayList<>(denied);
      List<String> failed = new ArrayList<>();
      Problem worst = null;
      for (int i = 0; i < receivers.size(); i++) {
        Reply reply = replies.get(i);
        Problem problem = reply == null ? ShapeCalls.full() : ShapeCalls.refusal(reply);
        if (problem != null) {
          boolean passing = problem.retryAfterSeconds() > 0;
          (passing ? failed : refused).add(receivers.get(i));
          worst = worst == null || passing ? problem : worst;
        }
      }
      if (worst != null && failed.size() + refused.size() == receivers.size() + denied.size()) {
        exchange.refuse(worst);
        return;
      }
      StringBuilder line = new StringBuilder(ACCEPTED);
      list(line, " Denied receivers are:", refused);
      list(line, " Failed receivers are:", failed);
      exchange.answer(new Answer.Formed(202, KannelProblems.TEXT, Buffer.buffer(line.toString())));
    }

    private static void list(StringBuilder line, String what, List<String> receivers) {
      if (!receivers.isEmpty()) {
        line.append(what).append(' ').append(String.join(" ", receivers));
      }
    }
  }
}
