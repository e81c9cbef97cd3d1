package io.strowger.gateway.message;

import org.jspecify.annotations.Nullable;

/**
 * A route and why it was chosen; stored with the attempt and shown to operators.
 *
 * @param prefix the matched prefix of the route table, for example {@code +39}
 * @param detail what the reason does not say by itself, for example "alpha is down"
 */
public record RouteChoice(
    String carrier, Channel channel, String prefix, Reason reason, @Nullable String detail) {

  public enum Reason {
    /** The only route of the matched prefix. */
    ONLY_ROUTE,
    /** First in order of preference. */
    PREFERRED,
    /** Drawn by weight. */
    WEIGHTED_SHARE,
    /** A better route has no usable link. */
    OTHERS_DOWN,
    /** A better route has a queue that would cost too much of the time to live. */
    OTHERS_BUSY,
    /** An earlier attempt was refused, in doubt or silent on another route. */
    FAILOVER,
    /** The plan's next channel, beside or after what was tried. */
    ESCALATION,
    /** The same route again: its refusal was a passing one. */
    RETRY,
    /** A better route loses too much of what it takes. */
    OTHERS_UNHEALTHY,
    /** A small share, so that it is known how well the route delivers. */
    STANDBY,
    /** A copy of what goes another way, to see whether the route delivers again. */
    PROBE
  }
}
