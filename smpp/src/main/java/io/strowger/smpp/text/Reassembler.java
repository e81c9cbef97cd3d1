package io.strowger.smpp.text;

import io.strowger.smpp.codec.ShortMessage;

/** A {@link PartAssembly} for those who need only the text. For one thread. */
public final class Reassembler {
  private static final Boolean NO_TAG = true;

  private final PartAssembly<Boolean> assembly;

  /** What became of a part. */
  public sealed interface Result {
    /** The text is complete. */
    record Whole(String text) implements Result {
      @Override
      public String toString() {
        return "Whole[]";
      }
    }

    /** Other parts are still missing. */
    record Waiting() implements Result {}

    /** The bounds are reached: nothing was kept, the sender should try again later. */
    record Full() implements Result {}
  }

  /**
   * @param messagesMax incomplete messages held at once
   * @param octetsMax octets of their parts
   * @param ageMaxMillis from the first part on; then an incomplete message is abandoned
   */
  public Reassembler(int messagesMax, int octetsMax, long ageMaxMillis) {
    this.assembly = new PartAssembly<>(messagesMax, octetsMax, ageMaxMillis, tags -> {});
  }

  /** Takes one PDU; one that is no part of a long message is whole at once. */
  public Result accept(ShortMessage message, long nowMillis) {
    return switch (assembly.accept(message, NO_TAG, nowMillis)) {
      case PartAssembly.Result.Whole<Boolean> whole -> new Result.Whole(whole.text());
      case PartAssembly.Result.Waiting<Boolean> _ -> new Result.Waiting();
      case PartAssembly.Result.Full<Boolean> _ -> new Result.Full();
    };
  }

  /** How many messages wait for parts. */
  public int waiting() {
    return assembly.waiting();
  }

  /** Octets of the parts that wait. */
  int octetsHeld() {
    return assembly.octetsHeld();
  }

  /** How many messages were given up because a part never came. */
  public long abandoned() {
    return assembly.abandoned();
  }
}
