package io.strowger.smpp.link;

import io.strowger.smpp.codec.ShortMessage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A submission on its way through the carrier, from the queue to its one outcome. */
final class Pending {
  /** Names one part of a submission while it waits for its answer. */
  record Part(Pending pending, int index) {}

  private final Submission submission;
  private List<ShortMessage> parts = List.of();
  private int encodedFor;
  private int written;
  private int answered;
  private final List<@Nullable String> ids = new ArrayList<>(1);
  private boolean settled;
  private boolean cancelWhenTaken;

  Pending(Submission submission) {
    this.submission = submission;
  }

  Submission submission() {
    return submission;
  }

  /** SMPP version that the parts were built for; 0 while there are none. */
  int encodedFor() {
    return encodedFor;
  }

  void encoded(List<ShortMessage> built, int version) {
    parts = built;
    encodedFor = version;
  }

  int partCount() {
    return parts.size();
  }

  boolean allWritten() {
    return written == parts.size();
  }

  boolean begun() {
    return written > 0;
  }

  ShortMessage nextPart() {
    return parts.get(written);
  }

  /** Counts the next part as written and names it. */
  Part partWritten() {
    ids.add(null);
    return new Part(this, written++);
  }

  /**
   * @return true when this was the last part's answer
   */
  boolean partTaken(int index, String messageId) {
    ids.set(index, messageId);
    answered++;
    return answered == parts.size();
  }

  /** The carrier's ids in part order, of the parts it has taken so far. */
  List<String> takenIds() {
    List<String> taken = new ArrayList<>(ids.size());
    for (String id : ids) {
      if (id != null) {
        taken.add(id);
      }
    }
    return taken;
  }

  boolean settled() {
    return settled;
  }

  void settle() {
    settled = true;
    // The texts are not needed any more, and an answer may be long in coming.
    parts = List.of();
  }

  boolean cancelWhenTaken() {
    return cancelWhenTaken;
  }

  void cancelOnceTaken() {
    cancelWhenTaken = true;
  }
}
