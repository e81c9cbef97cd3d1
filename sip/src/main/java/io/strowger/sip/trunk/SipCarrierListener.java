package io.strowger.sip.trunk;

import io.strowger.sip.call.CallReport;
import io.strowger.sip.media.MediaStatistics;
import io.strowger.sip.prompt.ScriptResult;
import org.jspecify.annotations.Nullable;

/** Hears of a carrier's calls; called on the engine's thread, it must not block. */
public interface SipCarrierListener {
  /** How far a call has come. */
  enum Progress {
    /** An INVITE has left over this trunk. */
    PLACED,
    RINGING,
    /** Answered in time: the first word is on its way. */
    ANSWERED
  }

  void progress(String carrier, String trunk, String reference, Progress progress);

  /**
   * The one end of a call.
   *
   * @param result what its script came to; null when nothing was ever said
   */
  void ended(String carrier, CallReport report, @Nullable ScriptResult result);

  /** A trunk could not, and the next one is tried; not the end. */
  default void diverted(String carrier, CallReport report, String nextTrunk) {}

  /** What its sound was like; told of an answered call, just before its end. */
  default void sound(String carrier, CallReport report, MediaStatistics statistics) {}

  /**
   * A call to a number of our own keyed something, between a {@code *} and a {@code #}.
   *
   * @param number which one, E.164 digits without +
   * @param keys never to be logged; one that came as sound and as event stands twice
   */
  default void keyed(String carrier, String trunk, String number, String keys) {}

  default void changed(SipCarrierStatus status) {}

  /** A trunk came up, went down, or refused to register; {@code cause} is "" when it came up. */
  default void trunk(String carrier, String trunk, boolean up, String cause) {}

  /** The carrier's words could not be read, or came where nobody waited for them. */
  default void fault(String carrier, String what) {}
}
