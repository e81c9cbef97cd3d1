package io.strowger.gateway.alarm;

/**
 * A condition that was raised.
 *
 * @param id counts from 1 since the start of this process
 * @param condition as last seen
 * @param raisedMillis epoch milliseconds, as {@code changedMillis}
 * @param changedMillis when its severity or cause changed last
 * @param clearedMillis 0 while it is open
 */
public record Alarm(
    long id, Condition condition, long raisedMillis, long changedMillis, long clearedMillis) {
  public boolean isOpen() {
    return clearedMillis == 0;
  }
}
