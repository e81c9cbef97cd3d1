package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Message;

/** Says of which changes an account is to be told. Pure; asked on the dispatcher's thread. */
public interface NoticeRule {
  /** The channel that tells it; short and stable: it is on disk. */
  String channel();

  /** Whether this change of the client's state is to be told. */
  boolean owes(Message after);
}
