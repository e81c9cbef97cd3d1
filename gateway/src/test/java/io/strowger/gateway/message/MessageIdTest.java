package io.strowger.gateway.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class MessageIdTest {
  @Test
  void order_survives_the_way_through_text() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      long order = MessageId.firstOrderOf(1_790_000_000_000L) + random.nextLong(1L << 40);
      MessageId id = MessageId.of(order, random.nextLong());
      assertEquals(order, id.order());
      assertEquals(id, MessageId.parse(id.toString()));
      UUID uuid = UUID.fromString(id.toString());
      assertEquals(7, uuid.version());
      assertEquals(2, uuid.variant());
    }
  }

  @Test
  void ids_sort_as_their_orders_do() {
    long order = MessageId.firstOrderOf(1_790_000_000_000L) + 1_023;
    MessageId earlier = MessageId.of(order, -1);
    MessageId later = MessageId.of(order + 1, 0);
    assertTrue(earlier.compareTo(later) < 0);
    assertTrue(earlier.toString().compareTo(later.toString()) < 0);
  }

  @Test
  void other_uuids_are_refused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> MessageId.parse("550e8400-e29b-41d4-a716-446655440000"));
    assertThrows(IllegalArgumentException.class, () -> MessageId.parse("../../etc/passwd"));
  }
}
