package io.strowger.gateway.alarm;

import org.jspecify.annotations.Nullable;

/**
 * A link or trunk of a carrier, as it stands now.
 *
 * @param carrier the carrier's id
 * @param link its name within the carrier
 * @param up messages or calls can go over it
 * @param wanted false while an operator keeps the carrier out
 * @param refused the far end was reached, and one side refused the other
 * @param cause why it last went down, in words; null when it never did
 * @param firstRefused up by the carrier's second credential: with what the first was refused; else
 *     null
 * @param certificate what its last TLS handshake showed; null without TLS
 */
public record LinkView(
    String carrier,
    String link,
    boolean up,
    boolean wanted,
    boolean refused,
    @Nullable String cause,
    @Nullable String firstRefused,
    @Nullable Shown certificate) {

  /** Without a second credential. */
  public LinkView(
      String carrier,
      String link,
      boolean up,
      boolean wanted,
      boolean refused,
      @Nullable String cause,
      @Nullable Shown certificate) {
    this(carrier, link, up, wanted, refused, cause, null, certificate);
  }

  /**
   * Both sides' certificates.
   *
   * @param peerEndsMillis epoch milliseconds
   * @param ownEndsMillis 0 when we showed none
   * @param fingerprint SHA-256 of the peer's, in hexadecimal
   * @param subject the peer's distinguished name
   */
  public record Shown(
      long peerEndsMillis, long ownEndsMillis, String fingerprint, String subject) {}

  /** As alarms name it. */
  String subject() {
    return carrier + "/" + link;
  }
}
