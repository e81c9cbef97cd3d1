package io.strowger.gateway.health;

/**
 * A kind of evidence that comes back some time after each message, or does not.
 *
 * <p>Messages older than the horizon have had their time: only they teach the baseline, and a
 * receipt that comes later still takes back the miss. The prior is what is believed of a route that
 * has never been used, worth a few messages.
 */
public enum Signal {
  /** The carrier's delivery receipt. Fast, needs no integration; carriers may lose or invent it. */
  RECEIPT(120, 0.85, 0.55, 12, 60),
  /** The code came back verified. The truth, but slow, and it needs the client to tell. */
  VERIFIED(240, 0.75, 0.45, 30, 120);

  /** In slots. */
  final int horizon;

  /** Success of an unknown route. */
  final double priorSuccess;

  /** A healthy route is not believed to be worse than this before it has shown anything. */
  final double unprovenSuccess;

  final double priorMedianSeconds;
  final double prior95Seconds;

  Signal(int seconds, double success, double unproven, double median, double p95) {
    this.horizon = Slots.seconds(seconds);
    this.priorSuccess = success;
    this.unprovenSuccess = unproven;
    this.priorMedianSeconds = median;
    this.prior95Seconds = p95;
  }
}
