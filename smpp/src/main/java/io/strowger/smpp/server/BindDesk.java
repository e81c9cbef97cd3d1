package io.strowger.smpp.server;

import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.receipt.CommandStatus;

/** Decides on binds, with the application's word and with the memory of failures. */
final class BindDesk {
  private static final int VERSION_3_4 = 0x34;
  private static final int VERSION_5_0 = 0x50;

  private final ServerApplication application;
  private final BindBackoff backoff = new BindBackoff();

  /** What the engine has to do about a bind. */
  sealed interface Word {
    record Welcome(AccountTerms terms) implements Word {}

    record Now(CommandStatus status, String cause) implements Word {}

    /** Answer ESME_RBINDFAIL at this time. */
    record Later(long atMillis) implements Word {}
  }

  BindDesk(ServerApplication application) {
    this.application = application;
  }

  static BindRequest request(EsmeConnection connection, Pdu.Bind bind) {
    boolean tls = connection.listener.tls() != null;
    return new BindRequest(
        bind.systemId(),
        new Password(bind.password()),
        bind.systemType(),
        connection.address,
        connection.listener.name(),
        tls,
        tls ? connection.peer.tlsSubject() : null,
        bind.type(),
        version(bind.interfaceVersion()));
  }

  Word decide(BindRequest request, long now) {
    if (backoff.isBlocked(request.address(), request.systemId(), now)) {
      return new Word.Later(now + backoff.blockedMillis(request.address(), request.systemId()));
    }
    BindDecision decision;
    try {
      decision = application.bind(request);
    } catch (RuntimeException e) {
      return new Word.Now(CommandStatus.ESME_RSYSERR, "the application failed: " + e.getClass());
    }
    return switch (decision) {
      case BindDecision.Accepted(AccountTerms terms) -> {
        backoff.succeeded(request.address(), request.systemId());
        yield new Word.Welcome(terms);
      }
      case BindDecision.WrongCredentials() ->
          new Word.Later(now + backoff.failed(request.address(), request.systemId(), now));
      case BindDecision.Unavailable() ->
          new Word.Now(CommandStatus.ESME_RSYSERR, "nobody can bind now");
    };
  }

  /** Anything below 3.4 is 3.3: such clients leave the field at 0 (SMPP 3.4 section 5.2.4). */
  private static int version(int interfaceVersion) {
    if (interfaceVersion >= VERSION_5_0) {
      return VERSION_5_0;
    }
    return interfaceVersion >= VERSION_3_4 ? VERSION_3_4 : ServerSession.VERSION_3_3;
  }
}
