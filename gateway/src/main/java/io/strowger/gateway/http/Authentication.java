package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.Principal;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Set;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who asks: by a bearer key (RFC 6750), else by the client certificate of the connection. One for
 * each event loop.
 */
final class Authentication {
  private static final Logger log = LoggerFactory.getLogger(Authentication.class);
  private static final int SHOWN_HASH = 8;

  private final DoorState door;
  private final MessageDigest sha256 = KeyHash.sha256();

  Authentication(DoorState door) {
    this.door = door;
  }

  /**
   * Who asks, and how an audit names it.
   *
   * @param name never a key: the beginning of its hash, or a certificate's subject
   */
  record Caller(Principal principal, String name) {}

  /**
   * Null for nobody who may come in. A key in the wrong hands is answered as one that is not known,
   * so that nothing is learnt from the answer.
   */
  @Nullable Caller of(HttpServerRequest request) {
    String token = RequestHeaders.bearer(request);
    Caller caller = token == null ? bySubject(subject(request)) : byKey(token);
    Account account = caller == null ? null : caller.principal().account();
    if (caller == null || account == null) {
      return caller;
    }
    if (!mayCome(account, request)) {
      log.info("Refused {} of account {}", caller.name(), account.id());
      return null;
    }
    return caller;
  }

  /**
   * Whether the account's requests may come from where this one comes from, and with the
   * certificate that it shows; over plain HTTP none can be shown.
   */
  static boolean mayCome(Account account, HttpServerRequest request) {
    Set<String> subjects = account.credentials().certificateSubjects();
    if (!subjects.isEmpty() && request.isSSL()) {
      String subject = subject(request);
      if (subject == null || !subjects.contains(subject)) {
        return false;
      }
    }
    if (account.credentials().networks().isEmpty()) {
      return true;
    }
    InetAddress address = address(request);
    return address != null && account.credentials().admits(address);
  }

  private @Nullable Caller byKey(String token) {
    KeyHash hash = KeyHash.of(sha256, token.getBytes(StandardCharsets.UTF_8));
    Principal principal = door.accounts().byApiKey(hash);
    return principal == null
        ? null
        : new Caller(principal, "key " + hash.hex().substring(0, SHOWN_HASH));
  }

  private @Nullable Caller bySubject(@Nullable String subject) {
    Account account = subject == null ? null : door.accounts().bySubject(subject);
    return account == null
        ? null
        : new Caller(new Principal(account, account.admin()), "certificate " + subject);
  }

  /** Of the certificate that the handshake has checked; null without one. */
  private static @Nullable String subject(HttpServerRequest request) {
    SSLSession session = request.isSSL() ? request.connection().sslSession() : null;
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerPrincipal().getName();
    } catch (SSLPeerUnverifiedException _) {
      return null;
    }
  }

  /** Where a request comes from; null when that cannot be told. */
  private static @Nullable InetAddress address(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String host = remote == null ? null : remote.hostAddress();
    if (host == null) {
      return null;
    }
    int zone = host.indexOf('%');
    return InetAddress.ofLiteral(zone < 0 ? host : host.substring(0, zone));
  }
}
