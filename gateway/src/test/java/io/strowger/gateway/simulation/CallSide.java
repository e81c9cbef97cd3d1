package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.VoiceChannel;

/** The calls of one life of the node: over real trunk engines, or by a model of them. */
interface CallSide extends VoiceChannel {
  void start();

  /** Everything that is due. */
  void poll();

  /** Something was asked since the last poll. */
  boolean touched();

  /** Who is being talked to hears no more, or the rest, and nobody learns of it. */
  void nodeDies();
}
