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
  private final Map<PeerAddress, Group> groups = new HashMap<>();

  void add(PeerAddress peer, MediaSession session) {
    groups.computeIfAbsent(peer, _ -> new Group()).add(session);
  }

  void remove(PeerAddress peer, MediaSession session) {
    Group group = groups.get(peer);
    if (group != null && group.remove(session)) {
      groups.remove(peer);
    }
  }

  /** The call of a packet, or null. */
  @Nullable MediaSession find(PeerAddress from, int ssrc) {
    Group group = groups.get(from);
    return group == null ? null : group.find(ssrc);
  }

  /** All calls that one port of a peer speaks in, usually one. */
  private static final class Group {
    private static final int SPREAD = 0x9E37_79B9;

    private final List<MediaSession> sessions = new ArrayList<>(1);

    /** Who was last found for an SSRC, in the place that its hash gives it: a guess to verify. */
    private @Nullable MediaSession[] found = new MediaSession[0];

    void add(MediaSession session) {
      sessions.add(session);
      if (sessions.size() > 1 && found.length < 2 * sessions.size()) {
        found = new MediaSession[4 * Integer.highestOneBit(sessions.size())];
      }
    }

    /** True when nobody is left. */
    boolean remove(MediaSession session) {
      if (sessions.remove(session)) {
        for (int i = 0; i < found.length; i++) {
          if (found[i] == session) {
            found[i] = null;
          }
        }
      }
      return sessions.isEmpty();
    }

    @Nullable MediaSession find(int ssrc) {
      if (sessions.size() == 1) {
        return sessions.getFirst();
      }
      int place = (ssrc * SPREAD) >>> Integer.numberOfLeadingZeros(found.length - 1);
      MediaSession guess = found[place];
      if (guess != null && guess.hears(ssrc)) {
        return guess;
      }
      MediaSession session = search(ssrc);
      found[place] = session;
      return session;
    }

    private @Nullable MediaSession search(int ssrc) {
      MediaSession candidate = null;
      for (int i = 0; i < sessions.size(); i++) {
        MediaSession session = sessions.get(i);
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
}
