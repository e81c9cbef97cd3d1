package io.strowger.sip.trunk;

import io.strowger.sip.call.DigestSession;
import io.strowger.sip.call.FinalCode;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.trunk.TrunkSettings.Registration;

/** Keeps one trunk registered (RFC 3261 section 10.2); on the engine's thread. */
final class Registrar {
  private static final long RETRY_MIN_MILLIS = 2_000;
  private static final long RETRY_MAX_MILLIS = 60_000;
  private static final int TRIES_MAX = 6;

  private final TrunkSettings settings;
  private final Registration registration;
  private final Outbox outbox;
  private final String callId;
  private final String fromTag;
  private final DigestTurn turn;
  private DigestSession digest;
  private long cseq;
  private int expiresSeconds;
  private boolean underWay;
  private int tries;
  private boolean leaving;
  private long retryMillis = RETRY_MIN_MILLIS;
  private long dueAtMillis;
  private long validUntilMillis = Long.MIN_VALUE;
  private String cause = "";
  private boolean refused;

  Registrar(
      TrunkSettings settings, Registration registration, DigestTurn turn, Outbox outbox, long now) {
    this.turn = turn;
    this.settings = settings;
    this.registration = registration;
    this.outbox = outbox;
    callId = outbox.token();
    fromTag = outbox.token();
    digest = DigestSession.begin(turn.inOrder(now), outbox.token());
    expiresSeconds = registration.expiresSeconds();
    dueAtMillis = now;
  }

  boolean registered(long now) {
    return now < validUntilMillis;
  }

  String cause() {
    return cause;
  }

  /** The far end was asked last, and said no. */
  boolean refused() {
    return refused;
  }

  long nextAlarmMillis() {
    return underWay ? Long.MAX_VALUE : dueAtMillis;
  }

  /** Sends what is due. */
  void run(Target server, long now) {
    if (!underWay && now >= dueAtMillis) {
      tries = 0;
      send(server, expiresSeconds);
    }
  }

  /** Takes the binding back; no answer is waited for. */
  void leave(Target server, long now) {
    if (!leaving && registered(now)) {
      leaving = true;
      send(server, 0);
    }
    leaving = true;
    dueAtMillis = Long.MAX_VALUE;
    validUntilMillis = Long.MIN_VALUE;
  }

  private void send(Target server, int expires) {
    underWay = true;
    String host = settings.peer().uriHost();
    String uri = "sip:" + host;
    String self = NameAddress.of(SipUri.of(registration.user(), host, 0)).toString();
    SipRequest.Builder builder =
        SipRequest.builder("REGISTER", uri)
            .header("From", self + ";tag=" + fromTag)
            .header("To", self)
            .header("Call-ID", callId)
            .header("CSeq", ++cseq + " REGISTER")
            .header("Contact", Dialled.contact(outbox.local(server), server.transport()))
            .header("Expires", String.valueOf(expires))
            .header("User-Agent", settings.features().userAgent());
    DigestSession.Authorized authorized = digest.authorize("REGISTER", uri);
    digest = authorized.next();
    for (DigestSession.Header header : authorized.headers()) {
      builder.header(header.name(), header.value());
    }
    tries++;
    outbox.send(builder.build(), server, new Reply(server));
  }

  private final class Reply implements Outbox.Waiter {
    private final Target server;
    private String why = "";

    Reply(Target server) {
      this.server = server;
    }

    @Override
    public void answered(SipResponse response, long now) {
      if (response.status() < 200) {
        return;
      }
      underWay = false;
      if (response.success()) {
        accepted(response, now);
      } else if (leaving || !tryAgain(response, now)) {
        refused("REGISTER was answered " + response.status() + why, now);
        refused = !leaving && FinalCode.refusesRegistration(response.status());
      }
    }

    private boolean tryAgain(SipResponse response, long now) {
      if (tries >= TRIES_MAX) {
        return false;
      }
      switch (response.status()) {
        case 401, 407 -> {
          DigestSession.Outcome outcome =
              digest.challenged(
                  response.headers("WWW-Authenticate"), response.headers("Proxy-Authenticate"));
          turn.dropped(digest, outcome.next(), "REGISTER", now);
          digest = outcome.next();
          if (outcome instanceof DigestSession.Outcome.Refused(DigestSession _, String because)) {
            why = ": " + because;
            return false;
          }
        }
        case 403 -> {
          DigestSession next = digest.forbidden();
          if (next == null) {
            return false;
          }
          digest = next;
        }
        case 423 -> {
          int wanted = seconds(response.header("Min-Expires"));
          if (wanted <= expiresSeconds) {
            return false;
          }
          expiresSeconds = wanted;
        }
        default -> {
          return false;
        }
      }
      send(server, expiresSeconds);
      return true;
    }

    @Override
    public void overloaded(long now) {
      underWay = false;
      dueAtMillis = leaving ? Long.MAX_VALUE : now + RETRY_MIN_MILLIS;
    }

    @Override
    public void lost(String why, long now) {
      underWay = false;
      refused("REGISTER: " + why, now);
    }
  }

  private void accepted(SipResponse response, long now) {
    if (leaving) {
      return;
    }
    turn.accepted(digest, "REGISTER", now);
    retryMillis = RETRY_MIN_MILLIS;
    cause = "";
    refused = false;
    int granted = granted(response);
    validUntilMillis = now + granted * 1000L;
    // Early enough for a few tries before it ends.
    dueAtMillis = now + Math.max(1_000, Math.min(granted * 800L, granted * 1000L - 5_000));
  }

  /** Of our own contact, else of the whole answer, else what we asked for. */
  private int granted(SipResponse response) {
    int granted = 0;
    for (String contact : response.headers("Contact")) {
      NameAddress address = NameAddress.parse(contact);
      SipUri uri = address == null ? null : address.sipUri();
      if (address != null && uri != null && uri.user().equals("strowger")) {
        granted = Math.max(granted, seconds(address.parameters().get("expires")));
      }
    }
    if (granted == 0) {
      granted = seconds(response.header("Expires"));
    }
    return granted == 0 ? expiresSeconds : granted;
  }

  private static int seconds(@org.jspecify.annotations.Nullable String text) {
    return text != null && text.strip().matches("[0-9]{1,9}")
        ? Math.min(86_400, Integer.parseInt(text.strip()))
        : 0;
  }

  private void refused(String why, long now) {
    if (leaving) {
      return;
    }
    cause = why;
    refused = false;
    // The nonces of a failed round are not worth keeping.
    digest = DigestSession.begin(turn.inOrder(now), outbox.token());
    dueAtMillis = now + retryMillis;
    retryMillis = Math.min(RETRY_MAX_MILLIS, retryMillis * 2);
  }
}
