package io.strowger.sip.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The challenges that one call, or one registration, has answered so far; immutable. Later requests
 * are authorised with the same nonces, counted up.
 *
 * @param credentials several for the same realm are tried in this order
 * @param dropped those that were refused, and not used again
 */
public record DigestSession(
    List<DigestCredentials> credentials, String cnonce, List<Held> held, List<Dropped> dropped) {
  /** More realms on one way than this is no network of ours. */
  private static final int REALMS_MAX = 4;

  /** Endless "stale" is a loop. */
  private static final int STALE_MAX = 3;

  public DigestSession {
    credentials = List.copyOf(credentials);
    held = List.copyOf(held);
    dropped = List.copyOf(dropped);
  }

  /**
   * Credentials that were shown and did not help.
   *
   * @param forbidden by a 403, which may be about what was asked, not about who asked
   */
  public record Dropped(DigestCredentials credentials, boolean forbidden) {}

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
    /** The session from now on. */
    DigestSession next();

    /** Send the request again, authorised by {@link DigestSession#authorize}. */
    record Retry(DigestSession next) implements Outcome {}

    /** It would not help. */
    record Refused(DigestSession next, String why) implements Outcome {}
  }

  /**
   * @param cnonce random, at least 8 characters, the same for the whole session
   */
  public static DigestSession begin(List<DigestCredentials> credentials, String cnonce) {
    return new DigestSession(credentials, cnonce, List.of(), List.of());
  }

  /** Those that requests are authorised with now. */
  public List<DigestCredentials> inUse() {
    return held.stream().map(Held::credentials).toList();
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
          this,
          credentials.isEmpty()
              ? "asked for credentials, and none are configured"
              : "no challenge that can be answered");
    }
    List<Held> next = new ArrayList<>(held);
    List<Dropped> gone = new ArrayList<>(dropped);
    for (Held offer : strongest.values()) {
      Held before = find(next, offer);
      Held now = before == null ? offer : after(before, offer, gone);
      if (now == null) {
        return new Outcome.Refused(
            new DigestSession(credentials, cnonce, held, gone), "credentials refused");
      }
      next.remove(before);
      next.add(now);
    }
    return next.size() > REALMS_MAX
        ? new Outcome.Refused(this, "asked for credentials of too many realms")
        : new Outcome.Retry(new DigestSession(credentials, cnonce, next, gone));
  }

  /** What to answer a realm with that challenges again; null when nothing is left. */
  private @Nullable Held after(Held before, Held offer, List<Dropped> gone) {
    DigestChallenge challenge = offer.challenge();
    if (challenge.stale()) {
      return before.renewed() >= STALE_MAX
          ? null
          : new Held(offer.proxy(), challenge, before.credentials(), 0, before.renewed() + 1);
    }
    // A nonce that has served before may only be old: not every server says so.
    if (before.used() != 1) {
      return null;
    }
    gone.add(new Dropped(before.credentials(), false));
    DigestCredentials other = credentialsFor(challenge.realm(), gone);
    return other == null ? null : new Held(offer.proxy(), challenge, other, 0, 0);
  }

  /**
   * What to do about a 403 to a request that showed credentials: it is sent once more without any,
   * to be challenged for the others. Null when there are none.
   */
  public @Nullable DigestSession forbidden() {
    List<Dropped> gone = new ArrayList<>(dropped);
    held.forEach(one -> gone.add(new Dropped(one.credentials(), true)));
    boolean left =
        held.stream().anyMatch(one -> credentialsFor(one.challenge().realm(), gone) != null);
    return left ? new DigestSession(credentials, cnonce, List.of(), gone) : null;
  }

  private void collect(List<String> headers, boolean proxy, Map<String, Held> strongest) {
    for (String header : headers) {
      DigestChallenge challenge = DigestChallenge.parse(header);
      DigestCredentials known =
          challenge == null ? null : credentialsFor(challenge.realm(), dropped);
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

  private @Nullable DigestCredentials credentialsFor(String realm, List<Dropped> gone) {
    DigestCredentials anywhere = null;
    for (DigestCredentials one : credentials) {
      if (gone.stream().anyMatch(drop -> drop.credentials().equals(one))) {
        continue;
      }
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
    return new Authorized(
        new DigestSession(credentials, cnonce, next, dropped), List.copyOf(headers));
  }

  @Override
  public String toString() {
    return "DigestSession[" + held.size() + " realms]";
  }
}
