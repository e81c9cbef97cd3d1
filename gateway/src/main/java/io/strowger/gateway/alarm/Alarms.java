package io.strowger.gateway.alarm;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The alarms of a running gateway: sources report, listeners are told. Any thread; a change and
 * what its listeners make of it is done before the next begins.
 */
public final class Alarms {
  private final LongSupplier clock;
  private final AlarmBook book = new AlarmBook();
  private final List<AlarmListener> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param clock epoch milliseconds
   */
  public Alarms(LongSupplier clock) {
    this.clock = clock;
  }

  public void addListener(AlarmListener listener) {
    listeners.add(listener);
  }

  /** Something is wrong; saying so again is no change. */
  public synchronized void raise(Condition condition) {
    tell(book.raise(condition, clock.getAsLong()));
  }

  /** It is over, if it was open. */
  public synchronized void clear(AlarmKey key) {
    tell(book.clear(key, clock.getAsLong()));
  }

  /**
   * What a source sees of all its kinds; the rest of them is over.
   *
   * @param kinds all kinds that this source raises, and no other does
   */
  public synchronized void see(Set<AlarmKind> kinds, Collection<Condition> all) {
    for (AlarmChange change : book.see(kinds, all, clock.getAsLong())) {
      tell(change);
    }
  }

  private void tell(@Nullable AlarmChange change) {
    if (change != null) {
      for (AlarmListener listener : listeners) {
        listener.changed(change);
      }
    }
  }

  /** The open ones, the worst first. */
  public synchronized List<Alarm> open() {
    return book.open();
  }

  /** Open ones, then those that cleared last. */
  public synchronized List<Alarm> all() {
    List<Alarm> all = new ArrayList<>(book.open());
    all.addAll(book.cleared());
    return all;
  }
}
