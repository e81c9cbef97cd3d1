package io.strowger.gateway.message;

import java.util.List;

/**
 * A message as it stands: what was asked, the state, every attempt. Immutable, so any thread may
 * read it.
 */
public record Message(MessageSpec spec, MessageState state, List<Attempt> attempts) {
  public MessageId id() {
    return spec.id();
  }

  public boolean isFinal() {
    return state instanceof MessageState.Final;
  }

  /** The state in the words a client sees. */
  public String clientState() {
    return switch (state) {
      case MessageState.Accepted _ -> "accepted";
      case MessageState.Attempting _, MessageState.AwaitingRetry _ -> "sending";
      case MessageState.AwaitingReceipt _ -> "sent";
      case MessageState.Delivered _ -> "delivered";
      case MessageState.Failed _ -> "failed";
      case MessageState.Expired _ -> "expired";
      case MessageState.Cancelled _ -> "cancelled";
    };
  }
}
