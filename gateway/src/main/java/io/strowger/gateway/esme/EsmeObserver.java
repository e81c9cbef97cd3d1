package io.strowger.gateway.esme;

/** Hears what the door does, for metrics. Any thread: count and return. */
public interface EsmeObserver {
  /**
   * @param change 1 or -1
   */
  default void bound(String account, int change) {}

  default void bindRefused(String systemId) {}

  /**
   * @param status the name of the command_status
   */
  default void submitRefused(String account, String status) {}
}
