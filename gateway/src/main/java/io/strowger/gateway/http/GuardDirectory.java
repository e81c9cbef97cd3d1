package io.strowger.gateway.http;

import io.strowger.gateway.guard.DenialLog;
import io.strowger.gateway.guard.PumpingBlock;
import java.util.List;

/** What the guard shows, and what operators may ask of it. Any thread, no blocking. */
public interface GuardDirectory {
  /** Nothing is guarded. */
  GuardDirectory NONE =
      new GuardDirectory() {
        @Override
        public List<DenialLog.Line> denials(String account) {
          return List.of();
        }

        @Override
        public List<PumpingBlock> blocks() {
          return List.of();
        }

        @Override
        public boolean lift(String account, String prefix, long openUntilMillis) {
          return false;
        }
      };

  /** The latest refusals of an account, newest first. */
  List<DenialLog.Line> denials(String account);

  /** Numbers that are blocked for pumping now. */
  List<PumpingBlock> blocks();

  /**
   * Opens these numbers soon, and keeps them open until then.
   *
   * @return false when they are not blocked
   */
  boolean lift(String account, String prefix, long openUntilMillis);
}
