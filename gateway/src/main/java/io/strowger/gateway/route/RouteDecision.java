package io.strowger.gateway.route;

import io.strowger.gateway.message.RouteChoice;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the chooser says of a message right now. */
public sealed interface RouteDecision {

  /**
   * @param sender the route's own sender id, null for none
   * @param left usable members that were passed over because they swallow what they take
   */
  record Chosen(RouteChoice choice, @Nullable String sender, List<RouteTable.Member> left)
      implements RouteDecision {}

  /**
   * No route can take it now, one may later.
   *
   * @param untilMillis epoch milliseconds at which asking again may help; MAX_VALUE when only a
   *     carrier's change can
   */
  record Wait(long untilMillis, String why) implements RouteDecision {}

  /** No route of the table will take it, whatever happens. */
  record Exhausted(String why) implements RouteDecision {}
}
