package io.strowger.smpp.session;

import java.util.List;

/** The outcome of one step. */
public record Transition(LinkState next, List<LinkCommand> commands) {
  static Transition to(LinkState next) {
    return new Transition(next, List.of());
  }

  static Transition to(LinkState next, LinkCommand command) {
    return new Transition(next, List.of(command));
  }

  static Transition to(LinkState next, LinkCommand first, LinkCommand second) {
    return new Transition(next, List.of(first, second));
  }
}
