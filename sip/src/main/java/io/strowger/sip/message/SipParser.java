package io.strowger.sip.message;

import io.strowger.sip.message.StartLine.RequestLine;
import io.strowger.sip.message.StartLine.StatusLine;
import io.strowger.sip.message.StartLine.Unreadable;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Octets to messages, everything checked that later code relies on: the version, that mandatory
 * headers stand there and single ones once, CSeq, lengths, and the grammar of routes and names.
 */
public final class SipParser {
  private static final List<String> MANDATORY = List.of("Via", "From", "To", "Call-ID", "CSeq");

  private SipParser() {}

  /** Reads one datagram (RFC 3261 section 18.3); octets behind its body are ignored. */
  public static SipReading parse(byte[] datagram) {
    int from = 0;
    while (from < datagram.length && (datagram[from] == '\r' || datagram[from] == '\n')) {
      from++;
    }
    if (from == datagram.length) {
      return new SipReading.KeepAlive(datagram.length >= 4);
    }
    int end = endOfHead(datagram, from, datagram.length);
    if (end < 0) {
      return new SipReading.Invalid(null, "no end of the headers");
    }
    Head head = Head.read(datagram, from, end);
    int begin = end + 4;
    int rest = datagram.length - begin;
    long length = head.contentLength() == Head.NO_LENGTH ? rest : head.contentLength();
    if (length > rest) {
      return refuse(head, 400, "the body is shorter than its Content-Length");
    }
    return read(head, Arrays.copyOfRange(datagram, begin, begin + (int) length));
  }

  /** The place of the blank line; -1 without one. */
  static int endOfHead(byte[] octets, int from, int to) {
    for (int i = from; i + 3 < to; i++) {
      if (octets[i] == '\r'
          && octets[i + 1] == '\n'
          && octets[i + 2] == '\r'
          && octets[i + 3] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** A head and its body, which has the length that the head says. */
  static SipReading read(Head head, byte[] body) {
    Fields fields = head.fields();
    String problem = head.problem();
    if (head.startLine() instanceof Unreadable unreadable) {
      return refuse(head, unreadable.refusal(), unreadable.why());
    }
    if (problem == null) {
      problem = missing(fields);
    }
    if (problem == null
        && head.startLine() instanceof RequestLine line
        && !line.method().equals(fields.cseqMethod())) {
      problem = "CSeq names another method";
    }
    if (problem == null) {
      problem = Grammar.problem(fields);
    }
    if (problem != null) {
      return refuse(head, 400, problem);
    }
    return new SipReading.Message(
        switch (head.startLine()) {
          case RequestLine(String method, String uri) -> new SipRequest(method, uri, fields, body);
          case StatusLine(int status, String reason) ->
              new SipResponse(status, reason, fields, body);
          case Unreadable _ -> throw new IllegalStateException("refused above");
        });
  }

  private static @Nullable String missing(Fields fields) {
    for (String name : MANDATORY) {
      if (fields.first(name) == null) {
        return "no " + name;
      }
    }
    if (fields.cseq() < 0 || fields.cseq() > Fields.CSEQ_MAX) {
      return "malformed CSeq";
    }
    return Syntax.token(fields.cseqMethod()) ? null : "malformed CSeq";
  }

  /** Requests are refused with what can be read of them, except that an ACK has no answer. */
  static SipReading.Invalid refuse(Head head, int status, String why) {
    String method =
        switch (head.startLine()) {
          case RequestLine(String name, String _) -> name;
          case StatusLine _ -> "";
          case Unreadable unreadable -> unreadable.method();
        };
    Fields fields = head.fields();
    if (method.isEmpty() || method.equals("ACK") || fields.first("Via") == null) {
      return new SipReading.Invalid(null, why);
    }
    SipRequest asked = new SipRequest(method, "", fields, MessageBuilder.NO_BODY);
    // The same tag for each copy of the request, without remembering any (RFC 3261 8.2.7).
    String tag = Integer.toHexString(31 * fields.callId().hashCode() + asked.branch().hashCode());
    return new SipReading.Invalid(SipResponse.to(asked, status).toTag(tag).build(), why);
  }
}
