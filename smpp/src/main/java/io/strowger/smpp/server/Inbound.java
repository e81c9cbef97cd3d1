package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.text.DataCoding;
import java.util.List;

/** What a bound client asks for; each request waits for one {@link Response}. */
public sealed interface Inbound {
  BoundEsme esme();

  /** What waits for an answer. */
  default List<RequestRef> requests() {
    return switch (this) {
      case Submit submit -> submit.requests();
      case Part part -> List.of(part.request());
      case Query query -> List.of(query.request());
      case Cancel cancel -> List.of(cancel.request());
      case Replace replace -> List.of(replace.request());
    };
  }

  /**
   * A whole message by submit_sm, data_sm or submit_multi.
   *
   * @param requests that wait: one, or those of the parts that came as a {@link Part} before,
   *     perhaps on other sessions. Answers to those answered already are dropped
   */
  record Submit(BoundEsme esme, List<RequestRef> requests, InboundMessage message)
      implements Inbound {}

  /**
   * A part of a message whose other parts are missing. It is nothing durable yet: whoever answers
   * it with success must have stored it, to give it back to {@link SmppServer#restoreParts} after a
   * restart. Who does not answer it here answers it with the whole, or it is refused with
   * ESME_RSUBMITFAIL when the message is abandoned.
   */
  record Part(BoundEsme esme, RequestRef request, ShortMessage part) implements Inbound {}

  /** query_sm; the answer is {@link Response.Queried}. */
  record Query(BoundEsme esme, RequestRef request, String messageId, Address source)
      implements Inbound {}

  /**
   * cancel_sm; the answer is {@link Response.Done}.
   *
   * @param messageId empty to cancel all of this source to this destination
   */
  record Cancel(
      BoundEsme esme,
      RequestRef request,
      String messageId,
      String serviceType,
      Address source,
      Address destination)
      implements Inbound {}

  /**
   * replace_sm; the answer is {@link Response.Done}. {@link #toString()} never shows the text.
   *
   * @param octets of the new text, in the data_coding of the original. Not copied: do not change
   *     them
   * @param expiresAtMillis 0 leaves it as it was
   * @param dueAtMillis 0 leaves it as it was
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Replace(
      BoundEsme esme,
      RequestRef request,
      String messageId,
      Address source,
      byte[] octets,
      RegisteredDelivery registeredDelivery,
      long expiresAtMillis,
      long dueAtMillis)
      implements Inbound {

    /** The new text, if the original came in this coding. */
    public String text(DataCoding coding) {
      return coding.decode(octets);
    }

    @Override
    public String toString() {
      return "Replace[" + request + ", " + messageId + "]";
    }
  }
}
