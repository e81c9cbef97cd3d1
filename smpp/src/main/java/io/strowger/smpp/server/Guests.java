package io.strowger.smpp.server;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts connections: all, of each address, and those that have not bound. For one thread. */
final class Guests {
  private final Set<EsmeConnection> all = new LinkedHashSet<>();
  private final Set<EsmeConnection> unbound = new LinkedHashSet<>();
  private final Map<InetAddress, Integer> byAddress = new HashMap<>();

  /** Why a connection from this address cannot be let in, or null when it can. */
  @Nullable String refusal(InetAddress address, ServerSettings.Limits limits) {
    if (all.size() >= limits.connectionsMax()) {
      return "too many connections";
    }
    return byAddress.getOrDefault(address, 0) >= limits.connectionsPerAddressMax()
        ? "too many connections from this address"
        : null;
  }

  void add(EsmeConnection connection) {
    all.add(connection);
    unbound.add(connection);
    byAddress.merge(connection.address, 1, Integer::sum);
  }

  void bound(EsmeConnection connection) {
    unbound.remove(connection);
  }

  /** The connection is closed. */
  void remove(EsmeConnection connection) {
    if (all.remove(connection)) {
      unbound.remove(connection);
      byAddress.computeIfPresent(
          connection.address, (_, count) -> count == 1 ? null : Integer.valueOf(count - 1));
    }
  }

  /** The oldest of those that have not bound and were not ended; null when they are few. */
  @Nullable EsmeConnection tooMany(int unboundMax) {
    if (unbound.size() <= unboundMax) {
      return null;
    }
    Iterator<EsmeConnection> oldestFirst = unbound.iterator();
    EsmeConnection oldest = oldestFirst.next();
    oldestFirst.remove();
    return oldest;
  }

  Set<EsmeConnection> all() {
    return all;
  }

  int unboundCount() {
    return unbound.size();
  }
}
