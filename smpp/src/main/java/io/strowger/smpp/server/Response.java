package io.strowger.smpp.server;

import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.List;

/** The application's answer to a request; it leaves at once, so what it says must be durable. */
public sealed interface Response {
  RequestRef request();

  /** Any request; the status is not ESME_ROK. */
  record Refused(RequestRef request, CommandStatus status) implements Response {
    public Refused {
      if (status == CommandStatus.ESME_ROK) {
        throw new IllegalArgumentException("a refusal needs a reason");
      }
    }
  }

  /**
   * A message, or a part of one, was taken.
   *
   * @param messageId at most 64 printable ASCII characters, 8 for a client of version 3.3
   * @param unsuccessful of a submit_multi: its destinations that were not taken
   */
  record Accepted(RequestRef request, String messageId, List<UnsuccessSme> unsuccessful)
      implements Response {
    public Accepted {
      MessageIds.check(messageId);
    }

    public Accepted(RequestRef request, String messageId) {
      this(request, messageId, List.of());
    }
  }

  /**
   * The state of a message.
   *
   * @param finalAtMillis 0 while it is not final
   * @param errorCode 0–255, of the network; 0 for none
   */
  record Queried(
      RequestRef request, String messageId, ReceiptState state, long finalAtMillis, int errorCode)
      implements Response {
    public Queried {
      MessageIds.check(messageId);
    }
  }

  /** A message was cancelled or replaced. */
  record Done(RequestRef request) implements Response {}
}
