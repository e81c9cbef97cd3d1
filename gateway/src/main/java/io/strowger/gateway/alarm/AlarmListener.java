package io.strowger.gateway.alarm;

/** Shows alarms to somebody. Must not block; called in the order of the changes. */
@FunctionalInterface
public interface AlarmListener {
  void changed(AlarmChange change);
}
