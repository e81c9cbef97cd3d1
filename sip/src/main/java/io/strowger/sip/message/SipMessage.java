package io.strowger.sip.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SIP message (RFC 3261 section 7), immutable. Header names may be asked for in any case and in
 * their compact form; values are as they came, without folding.
 */
public sealed interface SipMessage permits SipRequest, SipResponse {

  /** "" without one, which no parsed message is. */
  String callId();

  @Nullable String fromTag();

  @Nullable String toTag();

  /** The number of the CSeq; -1 without one. */
  long cseq();

  String cseqMethod();

  /** The topmost Via; null without one, as in a request that was not sent yet. */
  @Nullable Via topVia();

  /** The branch of the topmost Via; "" without one. */
  default String branch() {
    Via via = topVia();
    return via == null ? "" : via.branch();
  }

  /** The first value of this name. */
  @Nullable String header(String name);

  /** Every value of this name; those of Via, Contact, Route and Record-Route one per entry. */
  List<String> headers(String name);

  /** A copy; empty without a body. */
  byte[] body();

  int bodyLength();

  /** As written, parameters included; null without a body. */
  @Nullable String contentType();

  /** The message as it goes out, with its Content-Length. */
  byte[] encode();
}
