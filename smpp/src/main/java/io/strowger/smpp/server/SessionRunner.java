package io.strowger.smpp.server;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.Intake.Taken;
import io.strowger.smpp.text.PartAssembly;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Steps the sessions and carries out what comes of it. For one thread. */
final class SessionRunner {
  /**
   * Refusals for speed within a second that a session may cause before it is not read, if its
   * account's rate is not higher still.
   */
  private static final int THROTTLED_MAX = 200;

  private static final long MUTE_MILLIS = 1_000;

  final Guests guests = new Guests();
  final Map<Long, EsmeConnection> bound = new HashMap<>();
  private final Map<String, EsmeAccount> accounts = new HashMap<>();
  private final ServerApplication application;
  private final Binding binding;
  private final List<EsmeConnection> dirty = new ArrayList<>();
  private final List<Abandoned> abandoned = new ArrayList<>();
  private ServerSettings settings;
  private List<Inbound> inbound = new ArrayList<>();
  private List<DeliveryOutcome> outcomes = new ArrayList<>();
  private int awaited;

  private record Abandoned(String account, List<RequestRef> parts) {}

  SessionRunner(ServerSettings settings, ServerApplication application) {
    this.settings = settings;
    this.application = application;
    this.binding = new Binding(this, application);
  }

  ServerSettings settings() {
    return settings;
  }

  void settings(ServerSettings next) {
    settings = next;
  }

  /** Nothing can become due, and nothing waits to be told. */
  boolean isIdle() {
    return guests.all().isEmpty()
        && accounts.isEmpty()
        && inbound.isEmpty()
        && outcomes.isEmpty()
        && abandoned.isEmpty();
  }

  int awaited() {
    return awaited;
  }

  EsmeAccount account(String id) {
    return accounts.computeIfAbsent(
        id,
        key ->
            new EsmeAccount(
                key, settings.limits().parts(), refs -> abandoned.add(new Abandoned(key, refs))));
  }

  /** A part that has no place any more is abandoned with those that wait for it. */
  void restorePart(String account, RequestRef ref, ShortMessage part, long now) {
    switch (account(account).parts.accept(part, ref, now)) {
      case PartAssembly.Result.Waiting<RequestRef> _ -> {}
      case PartAssembly.Result.Full<RequestRef> _ ->
          abandoned.add(new Abandoned(account, List.of(ref)));
      case PartAssembly.Result.Whole<RequestRef> whole ->
          abandoned.add(new Abandoned(account, whole.tags()));
    }
  }

  void step(EsmeConnection connection, ServerEvent event, long now) {
    int before = connection.awaited();
    ServerTransition transition = ServerSession.step(connection.state, event, now);
    connection.state = transition.next();
    awaited += connection.awaited() - before;
    List<ServerCommand> commands = transition.commands();
    for (int i = 0; i < commands.size(); i++) {
      carryOut(connection, commands.get(i), now);
    }
  }

  private void carryOut(EsmeConnection connection, ServerCommand command, long now) {
    switch (command) {
      case ServerCommand.Write(Pdu pdu) -> write(connection, pdu);
      case ServerCommand.Arrived arrived -> arrived(connection, arrived, now);
      case ServerCommand.Delivered(Object handle, int status) -> {
        connection.delivered++;
        outcomes.add(new DeliveryOutcome.Answered(handle, status));
        drain(connection, now);
      }
      case ServerCommand.Unanswered(Object handle) -> {
        outcomes.add(new DeliveryOutcome.InDoubt(handle));
        drain(connection, now);
      }
      case ServerCommand.NotTaken(Object handle) ->
          outcomes.add(new DeliveryOutcome.NotSent(handle));
      case ServerCommand.AskBind(Pdu.Bind bind) -> binding.ask(connection, bind, now);
      case ServerCommand.Opened() -> opened(connection, now);
      case ServerCommand.Fault(String what) -> fault(connection, what, now);
      case ServerCommand.Close() -> {
        connection.ended = true;
        connection.peer.flush();
        connection.peer.close();
      }
      case ServerCommand.Ended(String cause, List<Object> unanswered) ->
          ended(connection, cause, unanswered);
    }
  }

  private void write(EsmeConnection connection, Pdu pdu) {
    connection.peer.write(pdu);
    if (!connection.dirty) {
      connection.dirty = true;
      dirty.add(connection);
    }
  }

  void flush() {
    // A flush may free a window and so bring forth more writes.
    for (int i = 0; i < dirty.size(); i++) {
      EsmeConnection connection = dirty.get(i);
      connection.dirty = false;
      if (!connection.ended) {
        connection.peer.flush();
      }
    }
    dirty.clear();
  }

  private void arrived(EsmeConnection connection, ServerCommand.Arrived arrived, long now) {
    connection.requests++;
    EsmeAccount account = connection.account;
    BoundEsme esme = connection.esme;
    AccountTerms terms = account == null ? null : account.terms;
    if (account == null || esme == null || terms == null) {
      refuse(connection, arrived, CommandStatus.ESME_RINVBNDSTS, now);
      return;
    }
    if (awaited > settings.limits().requestsMax()) {
      refuse(connection, arrived, CommandStatus.ESME_RMSGQFUL, now);
      return;
    }
    int weight = Intake.weight(arrived.request());
    if (!account.allowance.take(terms.requestsPerSecond(), weight, now)) {
      throttled(connection, now);
      refuse(connection, arrived, CommandStatus.ESME_RTHROTTLED, now);
      return;
    }
    RequestRef ref = new RequestRef(connection.id, arrived.ticket());
    switch (Intake.take(account, esme, ref, arrived.request(), now)) {
      case Taken.In(Inbound request) -> inbound.add(request);
      case Taken.Out(CommandStatus status) -> refuse(connection, arrived, status, now);
    }
  }

  private void refuse(
      EsmeConnection connection, ServerCommand.Arrived arrived, CommandStatus status, long now) {
    connection.refusals++;
    step(
        connection,
        new ServerEvent.Answer(arrived.ticket(), new Reply.Refused(status.value())),
        now);
  }

  /** Who goes on at full speed against refusals is not read for a while. */
  private void throttled(EsmeConnection connection, long now) {
    EsmeAccount account = connection.account;
    AccountTerms terms = account == null ? null : account.terms;
    int most = terms == null ? 0 : (int) Math.min(Integer.MAX_VALUE, terms.requestsPerSecond());
    if (connection.throttledMoreThan(Math.max(THROTTLED_MAX, most), now)
        && connection.mutedUntilMillis == 0) {
      connection.mutedUntilMillis = now + MUTE_MILLIS;
      updateReading(connection, now);
    }
  }

  void updateReading(EsmeConnection connection, long now) {
    boolean enabled = connection.shouldRead();
    if (connection.read(enabled)) {
      connection.partialSinceMillis = 0;
      step(connection, new ServerEvent.Reading(enabled), now);
    }
  }

  private void fault(EsmeConnection connection, String what, long now) {
    BoundEsme esme = connection.esme;
    if (esme != null) {
      if (what.equals(BoundSession.WINDOW_FULL)) {
        throttled(connection, now);
      }
      application.fault(esme, what);
    }
  }

  private void opened(EsmeConnection connection, long now) {
    BoundEsme esme = connection.esme;
    if (esme != null) {
      guests.bound(connection);
      bound.put(connection.id, connection);
      connection.peer.limit(settings.limits().pduOctetsMax());
      application.bound(esme);
      drain(connection, now);
    }
  }

  private void ended(EsmeConnection connection, String cause, List<Object> unanswered) {
    connection.ended = true;
    guests.bound(connection);
    for (Object handle : unanswered) {
      outcomes.add(new DeliveryOutcome.InDoubt(handle));
    }
    EsmeAccount account = connection.account;
    BoundEsme esme = connection.esme;
    if (account == null || esme == null) {
      if (connection.refused == null) {
        application.turnedAway(connection.address, connection.listener.name(), cause);
      }
      return;
    }
    connection.account = null;
    bound.remove(connection.id);
    account.sessions.remove(connection);
    if (!account.canReceive()) {
      account.deliveries.forEach(
          delivery -> outcomes.add(new DeliveryOutcome.NotSent(delivery.handle())));
      account.deliveries.clear();
    }
    application.unbound(esme, cause);
  }

  void deliver(Delivery delivery, long now) {
    EsmeAccount account = accounts.get(delivery.account());
    if (account == null
        || !account.canReceive()
        || account.deliveries.size() >= settings.limits().deliveriesMax()) {
      outcomes.add(new DeliveryOutcome.NotSent(delivery.handle()));
    } else {
      account.deliveries.add(delivery);
      drain(account, now);
    }
  }

  private void drain(EsmeConnection connection, long now) {
    EsmeAccount account = connection.account;
    if (account != null) {
      drain(account, now);
    }
  }

  void drain(EsmeAccount account, long now) {
    while (!account.deliveries.isEmpty()) {
      EsmeConnection session = account.nextReceiver();
      BoundEsme esme = session == null ? null : session.esme;
      if (session == null || esme == null) {
        return;
      }
      Delivery delivery = account.deliveries.remove();
      step(
          session,
          new ServerEvent.Deliver(delivery.receipt().message(esme.version()), delivery.handle()),
          now);
    }
  }

  /** Does what is due; called every so often. */
  void sweep(long now) {
    for (EsmeConnection connection : List.copyOf(guests.all())) {
      if (!connection.ended) {
        sweep(connection, now);
      }
    }
    accounts.values().forEach(account -> account.parts.abandonOld(now));
    accounts.values().removeIf(account -> account.isForgettable(now));
  }

  private void sweep(EsmeConnection connection, long now) {
    if (connection.refused != null && now >= connection.refuseAtMillis) {
      int status = CommandStatus.ESME_RBINDFAIL.value();
      step(connection, new ServerEvent.BindRefused(status, "bind refused"), now);
      return;
    }
    BindRequest waiting = connection.waiting;
    if (waiting != null && now >= connection.waitUntilMillis) {
      binding.askAgain(connection, waiting, now);
      return;
    }
    if (connection.mutedUntilMillis != 0 && now >= connection.mutedUntilMillis) {
      connection.mutedUntilMillis = 0;
      updateReading(connection, now);
    }
    long partial = connection.partialSinceMillis;
    long congested = connection.congestedSinceMillis;
    if (partial != 0
        && connection.isReading()
        && now - partial >= settings.limits().partialMillis()) {
      step(connection, new ServerEvent.Expel("a PDU that does not end"), now);
    } else if (congested != 0 && now - congested >= settings.timers().responseMillis()) {
      step(connection, new ServerEvent.Expel("does not read"), now);
    } else if (now >= connection.state.nextAlarmMillis()) {
      step(connection, new ServerEvent.Tick(), now);
    }
  }

  /** Tells the application what came since the last time. */
  void tell(long now) {
    for (Abandoned given : List.copyOf(abandoned)) {
      refuse(given.parts(), CommandStatus.ESME_RSUBMITFAIL, now);
      application.abandoned(given.account(), given.parts());
    }
    abandoned.clear();
    if (!outcomes.isEmpty()) {
      List<DeliveryOutcome> batch = outcomes;
      outcomes = new ArrayList<>();
      application.outcomes(batch);
    }
    if (!inbound.isEmpty()) {
      List<Inbound> batch = inbound;
      inbound = new ArrayList<>();
      try {
        application.requests(batch);
      } catch (RuntimeException e) {
        // Nobody else will answer them, and a full window would be the end of the session.
        batch.forEach(request -> refuse(request.requests(), CommandStatus.ESME_RSYSERR, now));
        throw e;
      }
    }
  }

  private void refuse(List<RequestRef> refs, CommandStatus status, long now) {
    for (RequestRef ref : refs) {
      answer(ref, new Reply.Refused(status.value()), now);
    }
  }

  void answer(RequestRef ref, Reply reply, long now) {
    EsmeConnection connection = bound.get(ref.session());
    if (connection != null) {
      step(connection, new ServerEvent.Answer(ref.ticket(), reply), now);
    }
  }
}
