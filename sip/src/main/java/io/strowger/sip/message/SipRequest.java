package io.strowger.sip.message;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request. */
public final class SipRequest implements SipMessage {
  private final String method;
  private final String requestUri;
  private final Fields fields;
  private final byte[] body;

  SipRequest(String method, String requestUri, Fields fields, byte[] body) {
    this.method = method;
    this.requestUri = requestUri;
    this.fields = fields;
    this.body = body;
  }

  /**
   * Begins a request; Via is the transaction layer's to add, and Max-Forwards is 70 unless set.
   *
   * @throws IllegalArgumentException when the method is no token or the URI has spaces in it
   */
  public static Builder builder(String method, String requestUri) {
    return new Builder(method, requestUri);
  }

  /** As written: methods are told apart by case. */
  public String method() {
    return method;
  }

  public String requestUri() {
    return requestUri;
  }

  public Builder toBuilder() {
    Builder builder = new Builder(method, requestUri);
    builder.copy(fields);
    builder.body = body;
    return builder;
  }

  /** The same request, its body given up. */
  public SipRequest withoutBody() {
    return body.length == 0
        ? this
        : new SipRequest(method, requestUri, fields, MessageBuilder.NO_BODY);
  }

  /** The same request to another URI. */
  public Builder toBuilder(String otherUri) {
    Builder builder = new Builder(method, otherUri);
    builder.copy(fields);
    builder.body = body;
    return builder;
  }

  /**
   * The request as it is known to have come from there: {@code received} and {@code rport} stand in
   * its topmost Via (RFC 3261 section 18.2.1, RFC 3581), whatever the sender wrote.
   */
  public SipRequest cameFrom(InetSocketAddress remote) {
    Via via = fields.topVia();
    InetAddress address = remote.getAddress();
    if (via == null || address == null) {
      return this;
    }
    boolean asked = via.parameters().has("rport");
    String host = address.getHostAddress();
    String written =
        via.host().startsWith("[") ? via.host().substring(1, via.host().length() - 1) : via.host();
    if (!asked && host.equals(written) && !via.parameters().has("received")) {
      return this;
    }
    Parameters seen = via.parameters().with("received", host);
    if (asked) {
      seen = seen.with("rport", Integer.toString(remote.getPort()));
    }
    Via marked = new Via(via.transport(), via.host(), via.port(), seen);
    return new SipRequest(method, requestUri, fields.withFirst("Via", marked.toString()), body);
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
    return Encoder.encode(method + " " + requestUri + " SIP/2.0", fields, body);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SipRequest request
        && method.equals(request.method)
        && requestUri.equals(request.requestUri)
        && fields.equals(request.fields)
        && Arrays.equals(body, request.body);
  }

  @Override
  public int hashCode() {
    return 31 * fields.hashCode() + method.hashCode();
  }

  /** Without numbers and bodies, fit for a log. */
  @Override
  public String toString() {
    return method + " (CSeq " + cseq() + " of " + callId() + ")";
  }

  /** Makes requests. */
  public static final class Builder extends MessageBuilder<Builder> {
    private static final String MAX_FORWARDS = "70";

    private final String method;
    private final String requestUri;

    private Builder(String method, String requestUri) {
      if (!Syntax.token(method)) {
        throw new IllegalArgumentException("not a method");
      }
      if (!StartLine.uriCharacters(requestUri)) {
        throw new IllegalArgumentException("not a request URI");
      }
      this.method = method;
      this.requestUri = requestUri;
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * The request.
     *
     * @throws IllegalStateException when From, To, Call-ID or a CSeq of this method is missing
     */
    public SipRequest build() {
      if (lacks("Max-Forwards")) {
        header("Max-Forwards", MAX_FORWARDS);
      }
      Fields made = fields();
      if (lacks("From")
          || lacks("To")
          || made.callId().isEmpty()
          || made.cseq() < 0
          || !made.cseqMethod().equals(method)) {
        throw new IllegalStateException(method + " lacks From, To, Call-ID or CSeq");
      }
      return new SipRequest(method, requestUri, made, body);
    }
  }
}
