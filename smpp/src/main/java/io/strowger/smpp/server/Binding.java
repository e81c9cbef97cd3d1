package io.strowger.smpp.server;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.BindDesk.Word;

/** From a bind request to a session of its account, or to a refusal. */
final class Binding {
  private final SessionRunner runner;
  private final ServerApplication application;
  private final BindDesk desk;
  private final SilentSessions silent;

  Binding(SessionRunner runner, ServerApplication application) {
    this.runner = runner;
    this.application = application;
    this.desk = new BindDesk(application);
    this.silent = new SilentSessions(runner);
  }

  void ask(EsmeConnection connection, Pdu.Bind bind, long now) {
    BindRequest request = BindDesk.request(connection, bind);
    switch (desk.decide(request, now)) {
      case Word.Welcome(AccountTerms terms) -> {
        EsmeAccount account = runner.account(terms.account());
        account.terms = terms;
        if (account.sessions.size() < terms.bindsMax()) {
          welcome(connection, account, terms, request, now);
        } else if (silent.probe(account, now)) {
          connection.waiting = request;
          connection.waitUntilMillis = now + SilentSessions.ANSWER_MILLIS;
        } else {
          refuseBind(connection, request, CommandStatus.ESME_RALYBND, "too many binds", now);
        }
      }
      case Word.Now(CommandStatus status, String cause) ->
          refuseBind(connection, request, status, cause, now);
      case Word.Later(long atMillis) -> {
        application.bindRefused(request, "wrong credentials, or failed too often");
        connection.refused = request;
        connection.refuseAtMillis = atMillis;
      }
    }
  }

  private void welcome(
      EsmeConnection connection,
      EsmeAccount account,
      AccountTerms terms,
      BindRequest request,
      long now) {
    account.sessions.add(connection);
    connection.account = account;
    connection.esme =
        new BoundEsme(
            connection.id,
            account.id,
            request.systemId(),
            request.type(),
            request.version(),
            request.address(),
            request.listener(),
            request.tls(),
            now);
    runner.step(
        connection,
        new ServerEvent.BindAccepted(terms(terms, request), runner.settings().systemId()),
        now);
  }

  /** The silent sessions have had their time: those that did not answer make room. */
  void askAgain(EsmeConnection connection, BindRequest request, long now) {
    connection.waiting = null;
    if (desk.decide(request, now) instanceof Word.Welcome(AccountTerms terms)) {
      EsmeAccount account = runner.account(terms.account());
      silent.expel(account, connection.waitUntilMillis, now);
      if (account.sessions.size() < terms.bindsMax()) {
        welcome(connection, account, terms, request, now);
        return;
      }
    }
    refuseBind(connection, request, CommandStatus.ESME_RALYBND, "too many binds", now);
  }

  private SessionTerms terms(AccountTerms terms, BindRequest request) {
    return new SessionTerms(
        runner.settings().timers(),
        request.type(),
        request.version(),
        terms.windowMax(),
        terms.deliverMax(),
        runner.settings().limits().chatterMax());
  }

  private void refuseBind(
      EsmeConnection connection,
      BindRequest request,
      CommandStatus status,
      String cause,
      long now) {
    connection.refused = request;
    application.bindRefused(request, cause);
    runner.step(connection, new ServerEvent.BindRefused(status.value(), cause), now);
  }
}
