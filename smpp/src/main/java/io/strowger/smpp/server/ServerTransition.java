package io.strowger.smpp.server;

import java.util.List;

/** The outcome of one step. */
record ServerTransition(ServerState next, List<ServerCommand> commands) {
  static ServerTransition to(ServerState next) {
    return new ServerTransition(next, List.of());
  }

  static ServerTransition to(ServerState next, ServerCommand command) {
    return new ServerTransition(next, List.of(command));
  }

  static ServerTransition to(ServerState next, ServerCommand first, ServerCommand second) {
    return new ServerTransition(next, List.of(first, second));
  }
}
