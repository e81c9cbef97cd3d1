package io.strowger.smpp.server;

import java.util.List;

/**
 * A snapshot of the server.
 *
 * @param connections in all
 * @param unbound of them that have not bound yet
 * @param awaited requests that wait for the application's answer
 * @param statuses of the sessions that are bound
 */
public record ServerStatus(
    int connections, int unbound, int awaited, List<SessionStatus> statuses) {

  public ServerStatus {
    statuses = List.copyOf(statuses);
  }

  /** The sessions that are bound. */
  public List<BoundEsme> sessions() {
    return statuses.stream().map(SessionStatus::esme).toList();
  }
}
