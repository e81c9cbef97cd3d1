package io.strowger.sip.message;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response. */
public final class SipResponse implements SipMessage {
  private static final List<String> COPIED =
      List.of("Via", "Record-Route", "From", "To", "Call-ID", "CSeq", "Timestamp");

  private final int status;
  private final String reason;
  private final Fields fields;
  private final byte[] body;

  SipResponse(int status, String reason, Fields fields, byte[] body) {
    this.status = status;
    this.reason = reason;
    this.fields = fields;
    this.body = body;
  }

  /**
   * Begins an answer with all that must be the request's (RFC 3261 section 8.2.6.2); its To tag is
   * the caller's to add ({@link Builder#toTag}).
   *
   * @param status 100 to 699
   */
  public static Builder to(SipRequest request, int status) {
    Builder builder = new Builder(status);
    for (String name : COPIED) {
      // Timestamp is an answer's to a 100 only; the routes are those of a dialog.
      boolean wanted =
          switch (name) {
            case "Timestamp" -> status == 100;
            case "Record-Route" -> status > 100 && status < 300;
            default -> true;
          };
      if (wanted) {
        for (String value : request.headers(name)) {
          builder.header(name, value);
        }
      }
    }
    return builder;
  }

  public int status() {
    return status;
  }

  /** The reason phrase; may be empty. */
  public String reason() {
    return reason;
  }

  public boolean provisional() {
    return status < 200;
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  public Builder toBuilder() {
    Builder builder = new Builder(status).reason(reason);
    builder.copy(fields);
    builder.body = body;
    return builder;
  }

  @Override
  public String callId() {
    return fields.callId();
  }

  @Override
  public @Nullable String fromTag() {
    return fields.fromTag();
  }

  @Override
  public @Nullable String toTag() {
    return fields.toTag();
  }

  @Override
  public long cseq() {
    return fields.cseq();
  }

  @Override
  public String cseqMethod() {
    return fields.cseqMethod();
  }

  @Override
  public @Nullable Via topVia() {
    return fields.topVia();
  }

  @Override
  public @Nullable String header(String name) {
    return fields.first(HeaderNames.canonical(name));
  }

  @Override
  public List<String> headers(String name) {
    return fields.all(HeaderNames.canonical(name));
  }

  @Override
  public byte[] body() {
    return body.clone();
  }

  @Override
  public int bodyLength() {
    return body.length;
  }

  @Override
  public @Nullable String contentType() {
    return fields.first("Content-Type");
  }

  @Override
  public byte[] encode() {
    return Encoder.encode("SIP/2.0 " + status + " " + reason, fields, body);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SipResponse response
        && status == response.status
        && reason.equals(response.reason)
        && fields.equals(response.fields)
        && Arrays.equals(body, response.body);
  }

  @Override
  public int hashCode() {
    return 31 * fields.hashCode() + status;
  }

  /** Without numbers and bodies, fit for a log. */
  @Override
  public String toString() {
    return status + " to " + cseqMethod() + " (CSeq " + cseq() + " of " + callId() + ")";
  }

  /** Makes responses. */
  public static final class Builder extends MessageBuilder<Builder> {
    private final int status;
    private String reason;

    private Builder(int status) {
      if (status < 100 || status > 699) {
        throw new IllegalArgumentException("no SIP status: " + status);
      }
      this.status = status;
      reason = ReasonPhrases.of(status);
    }

    @Override
    Builder self() {
      return this;
    }

    /** Another phrase than the standard one. */
    public Builder reason(String phrase) {
      if (!Syntax.oneLine(phrase)) {
        throw new IllegalArgumentException("a reason phrase has one line");
      }
      reason = phrase;
      return this;
    }

    /** Adds the answerer's tag to To, unless the request brought it along. */
    public Builder toTag(String tag) {
      String to = fields().first("To");
      if (to != null && fields().toTag() == null) {
        setHeader("To", to + ";tag=" + tag);
      }
      return this;
    }

    public SipResponse build() {
      return new SipResponse(status, reason, fields(), body);
    }
  }
}
