package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;

/** One durable change. A message's latest change wins at recovery. */
public sealed interface StoreChange {
  /** A new message with its first attempt, if a route was found. */
  record Opened(Message message) implements StoreChange {}

  /** The client put another text or deadline in place, before anything was sent. */
  record Replaced(Message message) implements StoreChange {}

  /** Another state or another attempt; what the client asked has not changed. */
  record Updated(Message message) implements StoreChange {}

  /** The message became final: its text is to be shredded, the rest goes to history. */
  record Closed(Message message) implements StoreChange {}

  /** A message already final has a late receipt on one of its attempts; its state is the same. */
  record Annotated(Message message) implements StoreChange {}

  /** In force from now on, in place of an earlier one with the same sequence. */
  record Keep(KeptRecord kept) implements StoreChange {}

  /** Over. */
  record Drop(long sequence) implements StoreChange {}
}
