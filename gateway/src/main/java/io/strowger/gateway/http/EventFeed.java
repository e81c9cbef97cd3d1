package io.strowger.gateway.http;

import io.strowger.gateway.account.Principal;
import io.strowger.gateway.alarm.Alarm;
import io.strowger.gateway.alarm.AlarmChange;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** What one listener hears of the events in a ring, and how it is written. */
interface EventFeed<E> {
  boolean wants(E event);

  /** The event's name in the stream. */
  String name(E event);

  /** Its data: one line. */
  Buffer data(E event);

  /** Whole events that tell what stands already, for who begins to listen or missed something. */
  Buffer standing();

  /** What to do about events that were missed. */
  String gapAdvice();

  /** Whether whoever asked for it may go on listening. */
  boolean mayHear(Principal principal);

  /**
   * Changes of state.
   *
   * @param account whose; null for all
   */
  record States(@Nullable String account) implements EventFeed<StateChange> {
    @Override
    public boolean wants(StateChange event) {
      return account == null || account.equals(event.account());
    }

    @Override
    public String name(StateChange event) {
      return "state";
    }

    @Override
    public Buffer data(StateChange event) {
      return event.json();
    }

    @Override
    public Buffer standing() {
      return Buffer.buffer();
    }

    @Override
    public String gapAdvice() {
      return "Events were missed; GET /v1/messages tells the states.";
    }

    @Override
    public boolean mayHear(Principal principal) {
      return account == null ? principal.admin() : principal.sees(account);
    }
  }

  /** Alarms, those that are open first. */
  record AlarmChanges(DoorState door) implements EventFeed<AlarmChange> {
    @Override
    public boolean wants(AlarmChange event) {
      return true;
    }

    @Override
    public String name(AlarmChange event) {
      return event.word();
    }

    @Override
    public Buffer data(AlarmChange event) {
      return AlarmCalls.of(event.alarm());
    }

    @Override
    public Buffer standing() {
      Buffer open = Buffer.buffer();
      for (Alarm alarm : door.alarms().open()) {
        open.appendString("event: open\ndata: ")
            .appendBuffer(AlarmCalls.of(alarm))
            .appendString("\n\n");
      }
      return open;
    }

    @Override
    public String gapAdvice() {
      return "Changes were missed; what is open now follows, the rest has cleared.";
    }

    @Override
    public boolean mayHear(Principal principal) {
      return principal.admin();
    }
  }
}
