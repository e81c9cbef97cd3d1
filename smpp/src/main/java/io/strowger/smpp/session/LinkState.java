package io.strowger.smpp.session;

/**
 * One bind of ours to an SMSC (SMPP 3.4 section 2.2), immutable.
 *
 * <pre>
 * Connecting ─ connected ─> Binding ─ bind_resp ok ─> Bound ─ unbind asked ─> Unbinding
 *     └──────────┴──── lost, refused, timer ────────────┴────────────────────────┴──> Closed
 * </pre>
 */
public sealed interface LinkState {

  /** When {@link LinkEvent.Tick} must come at the latest; Long.MAX_VALUE for never. */
  long nextAlarmMillis();

  /** Requests of ours that wait for an answer. */
  default int windowUsed() {
    return 0;
  }

  /** The connection is being made. */
  record Connecting(SessionSettings settings, long deadlineMillis) implements LinkState {
    @Override
    public long nextAlarmMillis() {
      return deadlineMillis;
    }
  }

  /** The bind request is out. */
  record Binding(SessionSettings settings, int sequenceNumber, long deadlineMillis)
      implements LinkState {
    @Override
    public long nextAlarmMillis() {
      return deadlineMillis;
    }
  }

  /**
   * Messages flow.
   *
   * @param version agreed: 0x33, 0x34 or 0x50
   */
  record Bound(SessionSettings settings, int version, Traffic traffic) implements LinkState {
    @Override
    public long nextAlarmMillis() {
      return traffic.nextAlarmMillis(settings);
    }

    @Override
    public int windowUsed() {
      return traffic.window().size();
    }

    /** When the oldest unanswered request was sent; Long.MAX_VALUE without one. */
    public long oldestSentAtMillis() {
      Window.Request oldest = traffic.window().oldestRequest();
      return oldest == null ? Long.MAX_VALUE : oldest.sentAtMillis();
    }
  }

  /**
   * No new requests; answers are awaited, then unbind is sent.
   *
   * @param unbindSequence 0 while unbind has not been sent
   * @param deadlineMillis ends the wait for answers, then the wait for unbind_resp
   */
  record Unbinding(
      SessionSettings settings, Traffic traffic, int unbindSequence, long deadlineMillis)
      implements LinkState {
    @Override
    public int windowUsed() {
      return traffic.window().size();
    }

    @Override
    public long nextAlarmMillis() {
      return deadlineMillis;
    }
  }

  /**
   * The end; a new connection begins a new session.
   *
   * @param bindStatus command_status of a refused bind, otherwise 0
   */
  record Closed(String cause, int bindStatus) implements LinkState {
    @Override
    public long nextAlarmMillis() {
      return Long.MAX_VALUE;
    }
  }
}
