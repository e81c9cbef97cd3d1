package io.strowger.gateway.http;

import io.strowger.gateway.guard.BlockBoard;
import io.strowger.gateway.guard.DenialLog;
import io.strowger.gateway.guard.PumpingBlock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Shows what tests put in, and keeps what is asked. */
final class FakeGuard implements GuardDirectory {
  final DenialLog denials = new DenialLog();
  final BlockBoard board = new BlockBoard();
  final Queue<String> lifted = new ConcurrentLinkedQueue<>();

  @Override
  public List<DenialLog.Line> denials(String account) {
    return denials.of(account);
  }

  @Override
  public List<PumpingBlock> blocks() {
    return board.blocks();
  }

  @Override
  public boolean lift(String account, String prefix, long openUntilMillis) {
    lifted.add(account + " " + prefix + " " + (openUntilMillis - FakeDesk.NOW));
    return board.blocks().stream().anyMatch(block -> block.prefix().equals(prefix));
  }
}
