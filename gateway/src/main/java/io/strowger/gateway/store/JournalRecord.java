package io.strowger.gateway.store;

import io.strowger.gateway.delivery.KeptRecord;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import java.util.List;

/** One change as it is read back from the journal. */
sealed interface JournalRecord {

  /**
   * @param readable false when the key of its text is gone, as it must be once it is final
   */
  record Opened(Message message, boolean readable) implements JournalRecord {}

  /**
   * What of a message can change.
   *
   * @param annotates it was final before
   */
  record Moved(MessageId id, MessageState state, List<Attempt> attempts, boolean annotates)
      implements JournalRecord {}

  record Kept(KeptRecord kept) implements JournalRecord {}

  record Dropped(long sequence) implements JournalRecord {}
}
