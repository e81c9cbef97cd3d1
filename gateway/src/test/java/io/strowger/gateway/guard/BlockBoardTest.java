package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BlockBoardTest {
  private static PumpingBlock block(String account, String prefix, int hidden, long until) {
    return new PumpingBlock(account, prefix, hidden, until, 0);
  }

  @Test
  void it_shows_the_blocks_in_force_in_order() {
    BlockBoard board = new BlockBoard();
    board.pumpingBlocked(block("idp", "+9989012", 0, 10));
    board.pumpingBlocked(block("idp", "+9989012", 4, 11));
    board.pumpingBlocked(block("bank", "+998", 0, 12));
    board.pumpingLifted(block("idp", "+9989012", 0, 10), false);
    board.pumpingBlocked(block("idp", "+9989012", 4, 99));
    assertEquals(
        List.of(block("bank", "+998", 0, 12), block("idp", "+9989012", 4, 99)), board.blocks());
  }
}
