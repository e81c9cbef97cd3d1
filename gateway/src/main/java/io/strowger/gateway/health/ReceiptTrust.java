package io.strowger.gateway.health;

/** What a route's receipts are worth, by all else that is known. */
public enum ReceiptTrust {
  BELIEVED,
  /** Codes are not verified, or canaries not back, more than chance would have it. */
  DOUBTED,
  /** The route was left for its receipts. */
  DISPROVED
}
