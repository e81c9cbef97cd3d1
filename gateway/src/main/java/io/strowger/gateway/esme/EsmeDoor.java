package io.strowger.gateway.esme;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.SmppCredential;
import io.strowger.gateway.delivery.Door;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.delivery.NoticeChannel;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.Numbering;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.AccountTerms;
import io.strowger.smpp.server.BindDecision;
import io.strowger.smpp.server.BindRequest;
import io.strowger.smpp.server.BoundEsme;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.DeliveryOutcome;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.server.ServerApplication;
import io.strowger.smpp.text.DataCoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The SMPP door. Requests come on the server's thread, replies on the dispatcher's; a submit_sm is
 * answered only after the commit that holds its message, and receipts are settled only once the
 * client has taken them.
 */
public final class EsmeDoor implements ServerApplication, NoticeChannel, Door {
  private static final long GIVE_UP_MILLIS = Duration.ofDays(3).toMillis();

  /** No session has this id. */
  private static final long BEFORE_RESTART = -1;

  private static final KeyHash NOBODY = new KeyHash(0, 0, 0, 0);

  /**
   * What the door asks of the rest of the gateway.
   *
   * @param settle a receipt was taken, or given up
   * @param segments how many SMS segments a text needs
   * @param blocking runs look-ups in history
   */
  public record Ports(
      Supplier<Accounts> accounts,
      MessageDesk desk,
      Consumer<Notice> settle,
      Numbering numbering,
      ToIntFunction<String> segments,
      Executor blocking,
      LongSupplier epochMillis,
      EsmeObserver observer) {}

  private final Ports ports;
  private final EsmeDraft drafts;
  private final EsmeNames names = new EsmeNames();
  private final EsmeParts parts;
  private final EsmeLookup lookup;
  private final Object lock = new Object();
  private final OwedReceipts owed = new OwedReceipts(GIVE_UP_MILLIS);
  private final List<Response> answers = new ArrayList<>();
  private volatile @Nullable EsmeServer server;

  public EsmeDoor(Ports ports) {
    this.ports = ports;
    this.drafts = new EsmeDraft(ports.numbering(), ports.segments());
    this.parts = new EsmeParts(ports.desk(), this::restoreParts, this::answer);
    this.lookup =
        new EsmeLookup(
            ports.desk(),
            id -> maxTtlMillis(ports.accounts().get().byId(id)),
            names,
            ports.blocking(),
            this::answerNow);
  }

  private static long maxTtlMillis(@Nullable Account account) {
    return account == null ? 0 : account.messages().maxTtlMillis();
  }

  /**
   * Answers and receipts go out through it from now on.
   *
   * @param kept what the store holds of the parts that were answered before a restart
   */
  public void attach(EsmeServer opened, List<KeptData> kept) {
    Map<String, Map<RequestRef, ShortMessage>> byAccount = new LinkedHashMap<>();
    int ticket = 0;
    for (KeptData data : kept) {
      StoredPart part = StoredPart.of(data);
      RequestRef request = new RequestRef(BEFORE_RESTART, ticket++);
      parts.restored(request, part, data.sequence(), now());
      byAccount
          .computeIfAbsent(part.account(), _ -> new LinkedHashMap<>())
          .put(request, part.part());
    }
    byAccount.forEach(opened::restoreParts);
    server = opened;
  }

  /** What {@link #attach} wants to know of the store. */
  public static String partsKind() {
    return StoredPart.KIND;
  }

  // ---- binds ----

  @Override
  public BindDecision bind(BindRequest request) {
    Account account = ports.accounts().get().bySystemId(request.systemId());
    SmppCredential credential = account == null ? null : account.credentials().smpp();
    KeyHash given = KeyHash.of(request.password().value());
    boolean known = false;
    // All are compared, and somebody unknown costs as much as somebody known.
    for (KeyHash password : credential == null ? List.of(NOBODY) : credential.passwords()) {
      known |= password.equals(given);
    }
    if (!known || account == null || credential == null || !mayCome(account, credential, request)) {
      ports.observer().bindRefused(request.systemId());
      return new BindDecision.WrongCredentials();
    }
    return new BindDecision.Accepted(terms(account.id(), credential));
  }

  /**
   * What an account may do.
   *
   * @throws IllegalArgumentException when it has no SMPP credential
   */
  public static AccountTerms terms(Account account) {
    SmppCredential credential = account.credentials().smpp();
    if (credential == null) {
      throw new IllegalArgumentException("account " + account.id() + " cannot bind");
    }
    return terms(account.id(), credential);
  }

  private static AccountTerms terms(String account, SmppCredential credential) {
    return new AccountTerms(
        account,
        credential.maxBinds(),
        credential.window(),
        credential.messagesPerSecond(),
        credential.window(),
        DataCoding.GSM_7BIT);
  }

  private static boolean mayCome(Account account, SmppCredential credential, BindRequest request) {
    String subject = request.tlsSubject();
    boolean asksCertificate = !account.credentials().certificateSubjects().isEmpty();
    return account.credentials().admits(request.address())
        && (request.tls() || !credential.tlsOnly())
        && (!asksCertificate
            || !request.tls()
            || (subject != null && account.credentials().certificateSubjects().contains(subject)));
  }

  @Override
  public void bound(BoundEsme esme) {
    ports.observer().bound(esme.account(), 1);
    pump(esme.account());
  }

  @Override
  public void unbound(BoundEsme esme, String cause) {
    ports.observer().bound(esme.account(), -1);
  }

  // ---- requests ----

  @Override
  public void requests(List<Inbound> batch) {
    for (Inbound inbound : batch) {
      switch (inbound) {
        case Inbound.Submit submit -> submit(submit);
        case Inbound.Part part -> parts.arrived(part, now());
        case Inbound.Query query -> lookup.query(query);
        case Inbound.Cancel cancel -> lookup.cancel(cancel);
        case Inbound.Replace replace -> lookup.replace(replace);
      }
    }
  }

  @Override
  public void abandoned(String account, List<RequestRef> requests) {
    parts.abandoned(requests);
  }

  private void submit(Inbound.Submit submit) {
    Account account = ports.accounts().get().byId(submit.esme().account());
    EsmeParts.Whole whole = parts.whole(submit.requests());
    List<Address> destinations = submit.message().destinations();
    int version = submit.esme().version();
    Submission submission =
        new Submission(
            submit.requests(),
            destinations.size(),
            version < 0x34,
            ending -> parts.ended(whole, ending, now()),
            this::answer);
    boolean refusedHere = false;
    for (int i = 0; i < destinations.size(); i++) {
      Address destination = destinations.get(i);
      EsmeOrigin origin = EsmeOrigin.of(submit.message(), destination, version, whole);
      List<Long> settles = i == 0 ? whole.settles() : List.of();
      refusedHere |=
          account == null
              ? refused(submission, destination, CommandStatus.ESME_RSYSERR)
              : switch (drafts.make(
                  account, submit.message(), destination, origin, settles, now())) {
                case EsmeDraft.Made.Refused(CommandStatus status) -> {
                  ports.observer().submitRefused(account.id(), status.name());
                  yield refused(submission, destination, status);
                }
                case EsmeDraft.Made.Draft made ->
                    !ports
                            .desk()
                            .submit(
                                made.draft(),
                                reply ->
                                    decided(submission, made.draft(), destination, origin, reply))
                        && refused(submission, destination, CommandStatus.ESME_RMSGQFUL);
              };
    }
    if (refusedHere) {
      // Nothing of the dispatcher will come by to flush it.
      flush();
    }
  }

  private static boolean refused(Submission submission, Address destination, CommandStatus status) {
    submission.refused(destination, status);
    return true;
  }

  private void decided(
      Submission submission,
      MessageDraft draft,
      Address destination,
      EsmeOrigin origin,
      Reply reply) {
    switch (reply) {
      case Reply.Accepted(Message message) -> {
        named(draft.account(), origin, message.id());
        submission.accepted(message.id(), !draft.settles().isEmpty());
      }
      case Reply.Repeated(MessageId id, long _) -> {
        named(draft.account(), origin, id);
        submission.accepted(id, false);
      }
      default -> {
        CommandStatus status = Submission.statusOf(reply);
        ports.observer().submitRefused(draft.account(), status.name());
        submission.refused(destination, status);
      }
    }
  }

  private void restoreParts(String account, Map<RequestRef, ShortMessage> again) {
    EsmeServer open = server;
    if (open != null) {
      open.restoreParts(account, again);
    }
  }

  private void named(String account, EsmeOrigin origin, MessageId id) {
    if (origin.shortIds()) {
      names.remember(account, origin.nameOf(id), id);
    }
    for (String part : origin.partIds()) {
      names.remember(account, part, id);
    }
  }

  // ---- answers ----

  /** Gathered until the batch of the dispatcher is over. */
  private void answer(List<Response> responses) {
    synchronized (answers) {
      answers.addAll(responses);
    }
  }

  private void answerNow(List<Response> responses) {
    EsmeServer open = server;
    if (open != null) {
      open.respond(responses);
    }
  }

  @Override
  public void flush() {
    List<Response> batch;
    synchronized (answers) {
      if (answers.isEmpty()) {
        return;
      }
      batch = List.copyOf(answers);
      answers.clear();
    }
    answerNow(batch);
  }

  // ---- receipts ----

  @Override
  public String channel() {
    return EsmeOrigin.DOOR;
  }

  @Override
  public void owe(List<Notice> notices) {
    List<String> accounts;
    synchronized (lock) {
      notices.forEach(owed::owe);
      accounts =
          notices.stream().map(notice -> notice.message().spec().account()).distinct().toList();
    }
    accounts.forEach(this::pump);
  }

  private void pump(String account) {
    EsmeServer open = server;
    if (open == null) {
      return;
    }
    List<Notice> tooOld = new ArrayList<>();
    List<Delivery> deliveries;
    synchronized (lock) {
      deliveries = owed.next(account, now(), tooOld);
    }
    tooOld.forEach(ports.settle());
    if (!deliveries.isEmpty()) {
      open.deliver(deliveries);
    }
  }

  @Override
  public void outcomes(List<DeliveryOutcome> batch) {
    List<Notice> settled = new ArrayList<>();
    List<String> accounts = new ArrayList<>();
    synchronized (lock) {
      for (DeliveryOutcome outcome : batch) {
        OwedReceipts.Handle handle = (OwedReceipts.Handle) outcome.handle();
        switch (outcome) {
          case DeliveryOutcome.Answered(Object _, int status) -> {
            boolean over = status == 0 ? owed.taken(handle) : owed.refused(handle);
            if (over) {
              settled.add(handle.notice());
            }
            accounts.add(handle.notice().message().spec().account());
          }
          // Offered again at the next bind or tick: at once would be a busy loop.
          case DeliveryOutcome.InDoubt _, DeliveryOutcome.NotSent _ -> owed.again(handle);
        }
      }
    }
    settled.forEach(ports.settle());
    accounts.stream().distinct().forEach(this::pump);
  }

  /** To be called every few tens of milliseconds: parts that wait, and receipts to offer again. */
  public void tick() {
    parts.tick(now());
    List<String> accounts;
    synchronized (lock) {
      accounts = List.copyOf(owed.accounts());
    }
    accounts.forEach(this::pump);
    flush();
  }

  private long now() {
    return ports.epochMillis().getAsLong();
  }
}
