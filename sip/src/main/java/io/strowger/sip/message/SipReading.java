package io.strowger.sip.message;

import org.jspecify.annotations.Nullable;

/** What a datagram, or the next piece of a stream, turned out to be. */
public sealed interface SipReading {

  /** A message that keeps the rules. */
  record Message(SipMessage message) implements SipReading {}

  /**
   * Something that does not.
   *
   * @param answer the refusal, to go back the way it came; null when nobody waits for one
   * @param why for operators, without anything of the message in it
   */
  record Invalid(@Nullable SipResponse answer, String why) implements SipReading {}

  /**
   * Empty lines that hold a connection or a NAT binding open.
   *
   * @param ping true when CR LF is awaited in return (RFC 5626 section 3.5.1)
   */
  record KeepAlive(boolean ping) implements SipReading {}
}
