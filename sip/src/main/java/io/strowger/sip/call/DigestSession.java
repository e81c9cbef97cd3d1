package io.strowger.sip.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The challenges that one call, or one registration, has answered so far; immutable. Later requests
 * are authorised with the same nonces, counted up.
 */
public record DigestSession(List<DigestCredentials> credentials, String cnonce, List<Held> held) {
  /** More realms on one way than this is no network of ours. */
  private static final int REALMS_MAX = 4;

  /** Endless "stale" is a loop. */
  private static final int STALE_MAX = 3;

  public DigestSession {
    credentials = List.copyOf(credentials);
    held = List.copyOf(held);
  }

  /**
   * A challenge that was taken up.
   *
   * @param used how often its nonce was used
   * @param renewed how many stale nonces of this realm came before it
   */
  public record Held(
      boolean proxy,
      DigestChallenge challenge,
      DigestCredentials credentials,
      int used,
      int renewed) {}

  /** A header to add to a request. */
  public record Header(String name, String value) {}

  /** Headers, and the session once they are sent. */
  public record Authorized(DigestSession next, List<Header> headers) {}

  /** What came of a 401 or 407. */
  public sealed interface Outcome {
    /** Send the request again, authorised by {@link DigestSession#authorize}. */
    record Retry(DigestSession next) implements Outcome {}

    /** It would not help. */
    record Refused(String why) implements Outcome {}
  }

  /**
   * @param cnonce random, at least 8 characters, the same for the whole session
   */
  public static DigestSession begin(List<DigestCredentials> credentials, String cnonce) {
    return new DigestSession(credentials, cnonce, List.of());
  }

  /**
   * Takes up the challenges of a 401 or 407: of each realm the strongest that we have credentials
   * for.
   *
   * @param www the WWW-Authenticate headers
   * @param proxy the Proxy-Authenticate headers
   */
  public Outcome challenged(List<String> www, List<String> proxy) {
    Map<String, Held> strongest = new LinkedHashMap<>();
    collect(www, false, strongest);
    collect(proxy, true, strongest);
    if (strongest.isEmpty()) {
      return new Outcome.Refused(
          credentials.isEmpty()
              ? "asked for credentials, and none are configured"
              : "no challenge that can be answered");
    }
    List<Held> next = new ArrayList<>(held);
    for (Held offer : strongest.values()) {
      Held before = find(next, offer);
      if (before != null) {
        if (!offer.challenge().stale() || before.renewed() >= STALE_MAX) {
          return new Outcome.Refused("credentials refused");
        }
        next.remove(before);
        next.add(
            new Held(
                offer.proxy(), offer.challenge(), offer.credentials(), 0, before.renewed() + 1));
      } else {
        next.add(offer);
      }
    }
    return next.size() > REALMS_MAX
        ? new Outcome.Refused("asked for credentials of too many realms")
        : new Outcome.Retry(new DigestSession(credentials, cnonce, next));
  }

  private void collect(List<String> headers, boolean proxy, Map<String, Held> strongest) {
    for (String header : headers) {
      DigestChallenge challenge = DigestChallenge.parse(header);
      DigestCredentials known = challenge == null ? null : credentialsFor(challenge.realm());
      if (challenge != null && known != null) {
        strongest.merge(
            proxy + challenge.realm(),
            new Held(proxy, challenge, known, 0, 0),
            DigestSession::stronger);
      }
    }
  }

  private static Held stronger(Held first, Held second) {
    return second.challenge().algorithm().compareTo(first.challenge().algorithm()) > 0
        ? second
        : first;
  }

  private @Nullable DigestCredentials credentialsFor(String realm) {
    DigestCredentials anywhere = null;
    for (DigestCredentials one : credentials) {
      if (realm.equals(one.realm())) {
        return one;
      }
      if (one.realm() == null && anywhere == null) {
        anywhere = one;
      }
    }
    return anywhere;
  }

  private static @Nullable Held find(List<Held> among, Held offer) {
    for (Held one : among) {
      if (one.proxy() == offer.proxy()
          && one.challenge().realm().equals(offer.challenge().realm())) {
        return one;
      }
    }
    return null;
  }

  /** The headers for a request, one for each realm that has challenged us. */
  public Authorized authorize(String method, String uri) {
    List<Header> headers = new ArrayList<>();
    List<Held> next = new ArrayList<>();
    for (Held one : held) {
      int count = one.used() + 1;
      DigestAuthorization answer =
          DigestAuthorization.answer(
              one.challenge(),
              one.credentials(),
              new DigestAuthorization.Exchange(method, uri, cnonce, count));
      headers.add(
          new Header(one.proxy() ? "Proxy-Authorization" : "Authorization", answer.header()));
      next.add(new Held(one.proxy(), one.challenge(), one.credentials(), count, one.renewed()));
    }
    return new Authorized(new DigestSession(credentials, cnonce, next), List.copyOf(headers));
  }

  @Override
  public String toString() {
    return "DigestSession[" + held.size() + " realms]";
  }
}
