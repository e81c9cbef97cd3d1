package io.strowger.smpp.simulator;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.simulator.SmscEngine.Peer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection to the simulated carrier, from accept to close. */
final class EsmeSession {
  /** Unacknowledged deliver_sm per session; a power of two. */
  private static final int WINDOW = 1024;

  private static final int SEQUENCE_MAX = 0x7FFFFFFF;

  final Peer peer;
  final long openedAtMicros;
  @Nullable Account account;
  @Nullable BindType type;

  /** The lower of both sides' versions. */
  int version;

  long heardAtMicros;
  boolean closed;

  /** Written to since the last flush. */
  boolean dirty;

  /** A ring over sequence numbers: slot {@code n & WINDOW - 1} holds the receipt sent as n. */
  private final Due.@Nullable Receipt[] unacknowledged = new Due.Receipt[WINDOW];

  private int oldest = 1;
  private int nextSequence = 1;

  EsmeSession(Peer peer, long openedAtMicros) {
    this.peer = peer;
    this.openedAtMicros = openedAtMicros;
    this.heardAtMicros = openedAtMicros;
  }

  boolean bound() {
    return account != null;
  }

  boolean canTransmit() {
    return type != null && type.canTransmit();
  }

  boolean canDeliver() {
    if (nextSequence == SEQUENCE_MAX && oldest == nextSequence) {
      oldest = 1;
      nextSequence = 1;
    }
    return !closed
        && nextSequence < SEQUENCE_MAX
        && nextSequence - oldest < WINDOW
        && !peer.congested();
  }

  /** Takes the sequence number for a deliver_sm that carries this receipt. */
  int track(Due.Receipt receipt) {
    int sequence = nextSequence++;
    unacknowledged[sequence & WINDOW - 1] = receipt;
    return sequence;
  }

  /** The receipt that this response acknowledges, null for an unknown number. */
  Due.@Nullable Receipt acknowledged(int sequence) {
    if (sequence < oldest || sequence >= nextSequence) {
      return null;
    }
    int slot = sequence & WINDOW - 1;
    Due.Receipt receipt = unacknowledged[slot];
    unacknowledged[slot] = null;
    while (oldest < nextSequence && unacknowledged[oldest & WINDOW - 1] == null) {
      oldest++;
    }
    return receipt;
  }

  /** Gives the unacknowledged receipts back, the newest first. */
  void abandon(Consumer<Due.Receipt> sink) {
    for (int sequence = nextSequence - 1; sequence >= oldest; sequence--) {
      Due.Receipt receipt = unacknowledged[sequence & WINDOW - 1];
      if (receipt != null) {
        unacknowledged[sequence & WINDOW - 1] = null;
        sink.accept(receipt);
      }
    }
    oldest = nextSequence;
  }

  /** A sequence number for a request that needs no tracking. */
  int enquireSequence() {
    if (oldest == nextSequence) {
      oldest++;
    }
    return nextSequence++;
  }
}
