package io.strowger.sip.media;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which call a packet belongs to: by its sender's address and our port. A peer that answers several
 * calls from one port of its own is told apart by SSRC; what stays ambiguous belongs to nobody,
 * since a key pressed in one call must never count in another.
 */
final class SessionTable {
  private final Map<PeerAddress, List<MediaSession>> sessions = new HashMap<>();

  void add(PeerAddress peer, MediaSession session) {
    sessions.computeIfAbsent(peer, _ -> new ArrayList<>(1)).add(session);
  }

  void remove(PeerAddress peer, MediaSession session) {
    List<MediaSession> group = sessions.get(peer);
    if (group != null && group.remove(session) && group.isEmpty()) {
      sessions.remove(peer);
    }
  }

  /** The call of a packet, or null. */
  @Nullable MediaSession find(PeerAddress from, int ssrc) {
    List<MediaSession> group = sessions.get(from);
    if (group == null) {
      return null;
    }
    if (group.size() == 1) {
      return group.getFirst();
    }
    MediaSession candidate = null;
    for (int i = 0; i < group.size(); i++) {
      MediaSession session = group.get(i);
      if (session.hears(ssrc)) {
        return session;
      }
      if (session.hearsNobody()) {
        if (candidate != null) {
          return null;
        }
        candidate = session;
      }
    }
    return candidate;
  }
}
