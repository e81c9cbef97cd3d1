package io.strowger.sip.media;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which call a packet belongs to: by its sender's address and our port. A peer that answers several
 * calls from one port of its own is told apart by SSRC; what stays ambiguous belongs to nobody,
 * since a key pressed in one call must never count in another.
 *
 * <p>Every packet asks, and with thousands of calls what is asked has left the processor's nearest
 * memory: hence an open table, whose hashes stand side by side, in place of chained entries.
 */
final class SessionTable {
  private static final int CAPACITY_MIN = 64;

  private int[] hashes = new int[CAPACITY_MIN];
  private @Nullable Peer[] peers = new Peer[CAPACITY_MIN];
  private int count;

  void add(PeerAddress address, MediaSession session) {
    Peer peer = peers[place(address)];
    if (peer == null) {
      if (2 * (count + 1) > peers.length) {
        grow();
      }
      peer = new Peer(address);
      put(peer);
      count++;
    }
    peer.add(session);
  }

  void remove(PeerAddress address, MediaSession session) {
    int place = place(address);
    Peer peer = peers[place];
    if (peer != null && peer.remove(session)) {
      count--;
      close(place);
    }
  }

  /** The call of a packet, or null. */
  @Nullable MediaSession find(PeerAddress from, int ssrc) {
    Peer peer = peers[place(from)];
    return peer == null ? null : peer.find(ssrc);
  }

  /** Where the address is, or would be. */
  private int place(PeerAddress address) {
    int hash = address.hashCode();
    int place = hash & (peers.length - 1);
    for (Peer peer = peers[place]; peer != null; peer = peers[place]) {
      if (hashes[place] == hash && peer.address.equals(address)) {
        return place;
      }
      place = (place + 1) & (peers.length - 1);
    }
    return place;
  }

  private void put(Peer peer) {
    int place = place(peer.address);
    hashes[place] = peer.address.hashCode();
    peers[place] = peer;
  }

  private void grow() {
    @Nullable Peer[] old = peers;
    hashes = new int[2 * old.length];
    peers = new Peer[2 * old.length];
    for (Peer peer : old) {
      if (peer != null) {
        put(peer);
      }
    }
  }

  /** Empties a place; who stands behind it up to the next gap is put again, so as to be found. */
  private void close(int gap) {
    peers[gap] = null;
    int mask = peers.length - 1;
    for (int i = (gap + 1) & mask; ; i = (i + 1) & mask) {
      Peer peer = peers[i];
      if (peer == null) {
        return;
      }
      peers[i] = null;
      put(peer);
    }
  }

  /** One port of a peer, with all calls that it speaks in, usually one. */
  private static final class Peer {
    private static final int SPREAD = 0x9E37_79B9;

    private final PeerAddress address;
    private final List<MediaSession> sessions = new ArrayList<>(1);

    /** The one that there is, while there is but one. */
    private @Nullable MediaSession only;

    /** Who was last found for an SSRC, in the place that its hash gives it: a guess to verify. */
    private @Nullable MediaSession[] found = new MediaSession[0];

    Peer(PeerAddress address) {
      this.address = address;
    }

    void add(MediaSession session) {
      sessions.add(session);
      if (sessions.size() > 1 && found.length < 2 * sessions.size()) {
        found = new MediaSession[4 * Integer.highestOneBit(sessions.size())];
      }
      only = sessions.size() == 1 ? session : null;
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
      only = sessions.size() == 1 ? sessions.getFirst() : null;
      return sessions.isEmpty();
    }

    @Nullable MediaSession find(int ssrc) {
      MediaSession alone = only;
      if (alone != null) {
        return alone;
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
