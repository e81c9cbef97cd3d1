package io.strowger.gateway.main.bench;

import io.netty.buffer.ByteBuf;

/** The bytes of one HTTP request to the program under measurement. */
interface RequestShape {

  /** Writes one whole request whose destination is {@link Destinations#number} of the sequence. */
  void write(ByteBuf out, long sequence);

  /** The status of an accepted request. */
  default int acceptedStatus() {
    return 202;
  }
}
