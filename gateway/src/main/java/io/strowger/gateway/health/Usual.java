package io.strowger.gateway.health;

/**
 * What usually becomes of the first attempts of messages: the share of which a receipt, or the
 * verified code, comes back.
 *
 * @param receiptTrials messages this was learned from, older ones fading; 0 when it is not known
 * @param verifiedTrials the same for codes
 */
public record Usual(double receipts, double receiptTrials, double verified, double verifiedTrials) {
  public static final Usual UNKNOWN = new Usual(0, 0, 0, 0);
}
