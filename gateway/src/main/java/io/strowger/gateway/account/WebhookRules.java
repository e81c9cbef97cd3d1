package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account is told by HTTP, and where to. The retries, the reach and the trust hold for the
 * callbacks too that its Twilio and Kannel clients ask for.
 *
 * @param url where its state changes are posted; null for nowhere
 * @param secrets keys of the signatures, the newest first; several during a rotation, none for
 *     requests without a signature
 * @param events the client states that are told
 * @param wholeNumbers whether events show telephone numbers whole
 * @param trust PEM file of the authorities that receivers' certificates may come from; null for
 *     those of the platform
 */
public record WebhookRules(
    @Nullable String url,
    List<Secret> secrets,
    Set<String> events,
    boolean wholeNumbers,
    Retries retries,
    Reach reach,
    @Nullable Path trust) {

  /** Sent, and every final state: what a carrier took, and what came of it. */
  public static final Set<String> DEFAULT_EVENTS =
      Set.of("sent", "delivered", "failed", "expired", "cancelled");

  /** No webhook; what holds for the callbacks of an account that configures nothing. */
  public static final WebhookRules NONE =
      new WebhookRules(null, List.of(), DEFAULT_EVENTS, false, Retries.DEFAULT, Reach.PUBLIC, null);

  /**
   * @param concurrency requests under way at once, at least 1
   * @param attemptsMax tries of one notice, at least 1
   * @param giveUpAfterMillis from the change on; it is tried once even when later
   * @param timeoutMillis of one request, from the look-up of the name to the end of the answer
   */
  public record Retries(
      int concurrency, int attemptsMax, long giveUpAfterMillis, long timeoutMillis) {
    public static final Retries DEFAULT = new Retries(4, 100, 86_400_000, 15_000);
  }

  /**
   * Where requests may go besides public addresses.
   *
   * @param privateToo whether private and loopback addresses may be reached
   * @param networks blocks that may be reached whatever they are
   */
  public record Reach(boolean privateToo, List<Network> networks) {
    public static final Reach PUBLIC = new Reach(false, List.of());

    public Reach {
      networks = List.copyOf(networks);
    }
  }

  public WebhookRules {
    secrets = List.copyOf(secrets);
    events = Set.copyOf(events);
  }

  /** Without the URL, which may hold a secret of the receiver's. */
  @Override
  public String toString() {
    return "WebhookRules[" + events + "]";
  }
}
