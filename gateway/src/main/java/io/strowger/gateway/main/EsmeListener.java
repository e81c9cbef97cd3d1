package io.strowger.gateway.main;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.SmppCredential;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.Dispatcher;
import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.esme.EsmeDoor;
import io.strowger.gateway.esme.EsmeObserver;
import io.strowger.gateway.esme.EsmeServer;
import io.strowger.gateway.esme.ReceiptRule;
import io.strowger.gateway.http.LinkDirectory;
import io.strowger.gateway.metrics.EsmeMeters;
import io.strowger.gateway.number.Numbering;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.server.AccountTerms;
import io.strowger.smpp.server.BoundEsme;
import io.strowger.smpp.server.Delivery;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import io.strowger.smpp.server.ServerSettings;
import io.strowger.smpp.server.SessionStatus;
import io.strowger.smpp.server.SmppServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The SMPP door on its sockets. */
final class EsmeListener {
  private static final Logger log = LoggerFactory.getLogger(EsmeListener.class);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(12);

  private final EsmeDoor door;
  private final SmppServer server;

  private EsmeListener(EsmeDoor door, SmppServer server) {
    this.door = door;
    this.server = server;
  }

  /**
   * Opens the door. The dispatcher must not be polled yet, or must know {@link #rule} already.
   *
   * @throws IOException when an address or a file cannot be used
   */
  static EsmeListener start(
      ServerSettings settings,
      SmppRuntime runtime,
      Dispatcher dispatcher,
      MessageDesk desk,
      Supplier<Accounts> accounts,
      Numbering numbering,
      ToIntFunction<String> segments,
      EsmeMeters meters)
      throws IOException {
    EsmeDoor door =
        new EsmeDoor(
            new EsmeDoor.Ports(
                accounts,
                desk,
                notice -> dispatcher.post(new DispatchEvent.NoticeSettled(notice)),
                numbering,
                segments,
                runtime.blocking(),
                runtime.clockMillis(),
                new Counted(meters)));
    SmppServer server = SmppServer.start(runtime, settings, door);
    door.attach(new OpenServer(server), dispatcher.kept(EsmeDoor.partsKind()));
    dispatcher.addDoor(door);
    dispatcher.addNoticeChannel(door);
    return new EsmeListener(door, server);
  }

  /** Which receipts are owed; to be known before the first message. */
  static ReceiptRule rule() {
    return new ReceiptRule();
  }

  void tick() {
    door.tick();
  }

  List<InetSocketAddress> addresses() {
    return server.addresses();
  }

  int sessions() {
    return server.status().sessions().size();
  }

  /** As operators see them. */
  List<LinkDirectory.Esme> binds() {
    return server.status().statuses().stream().map(EsmeListener::shown).toList();
  }

  private static LinkDirectory.Esme shown(SessionStatus status) {
    BoundEsme esme = status.esme();
    return new LinkDirectory.Esme(
        esme.account(),
        esme.systemId(),
        esme.type().name().toLowerCase(Locale.ROOT),
        (esme.version() >> 4) + "." + (esme.version() & 0xF),
        esme.address().getHostAddress(),
        esme.listener(),
        esme.tls(),
        esme.boundAtMillis(),
        status.heardAtMillis(),
        status.awaited(),
        status.unanswered(),
        status.requests(),
        status.refused(),
        status.delivered());
  }

  int awaited() {
    return server.status().awaited();
  }

  /** Unbinds everybody; waits for that, but not for ever. */
  void stop() {
    try {
      server.stop().toCompletableFuture().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      log.warn("Not every client unbound in {} s", STOP_LIMIT.toSeconds());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * New terms count at once. An account unbinds when it is gone, or when a password, a network or a
   * certificate it may have bound with is no longer good; what still may bind binds again.
   */
  void accountsChanged(Accounts before, Accounts after) {
    List<AccountTerms> terms = new ArrayList<>();
    for (BoundEsme esme : server.status().sessions()) {
      Account now = after.byId(esme.account());
      Account then = before.byId(esme.account());
      if (now == null || then == null || !mayStay(then, now, esme)) {
        server.unbind(esme.account());
      } else {
        terms.add(EsmeDoor.terms(now));
      }
    }
    server.terms(terms);
  }

  private static boolean mayStay(Account then, Account now, BoundEsme esme) {
    SmppCredential old = then.credentials().smpp();
    SmppCredential next = now.credentials().smpp();
    return old != null
        && next != null
        && next.systemId().equals(esme.systemId())
        && next.passwords().containsAll(old.passwords())
        && (esme.tls() || !next.tlsOnly())
        && now.credentials().admits(esme.address())
        && (!esme.tls()
            || now.credentials()
                .certificateSubjects()
                .equals(then.credentials().certificateSubjects()));
  }

  private record Counted(EsmeMeters meters) implements EsmeObserver {
    @Override
    public void bound(String account, int change) {
      meters.bound(account, change);
    }

    @Override
    public void bindRefused(String systemId) {
      meters.bindRefused();
    }

    @Override
    public void submitRefused(String account, String status) {
      meters.submitRefused(account, status);
    }
  }

  private record OpenServer(SmppServer server) implements EsmeServer {
    @Override
    public void respond(List<Response> responses) {
      server.respond(responses);
    }

    @Override
    public void deliver(List<Delivery> deliveries) {
      server.deliver(deliveries);
    }

    @Override
    public void restoreParts(String account, Map<RequestRef, ShortMessage> parts) {
      server.restoreParts(account, parts);
    }
  }
}
