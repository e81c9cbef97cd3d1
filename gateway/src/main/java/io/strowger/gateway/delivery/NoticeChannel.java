package io.strowger.gateway.delivery;

import java.util.List;

/**
 * Tells accounts what they are owed, at least once, and each message's notices in their order. Once
 * one is told, or given up, the channel posts {@link DispatchEvent.NoticeSettled}.
 */
public interface NoticeChannel {
  String channel();

  /**
   * Owed from now on, durably. Called on the dispatcher's thread; must not block. After a start it
   * is given all that was still owed.
   */
  void owe(List<Notice> notices);
}
