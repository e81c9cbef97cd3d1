package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GatewayUnderTestTest {

  @Test
  void finals_are_summed_over_their_labels_and_nothing_else_is_taken_for_one() {
    String metrics =
        """
        # HELP strowger_messages_final_total Messages that became final
        # TYPE strowger_messages_final_total counter
        strowger_messages_final_total{account="a",state="delivered"} 1.2E3
        strowger_messages_final_total{account="a",state="expired"} 34.0
        strowger_messages_final_total_other{account="a"} 999.0
        strowger_messages_open 7.0
        """;
    assertEquals(1234, GatewayUnderTest.finals(metrics));
    assertEquals(0, GatewayUnderTest.finals("strowger_messages_open 7.0\n"));
  }

  @Test
  void pauses_are_read_from_the_collector_s_log() {
    String log =
        """
        [0.011s][info][gc] Using Parallel
        [1.304s][info][gc] GC(0) Pause Young (Allocation Failure) 64M->5M(245M) 4.123ms
        [2.500s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 5M->4M(245M) 12.500ms
        [2.600s][info][gc] GC(2) Concurrent Mark Cycle 99.000ms
        """;
    assertEquals(
        "garbage collection: 2 pauses, 17 ms together, the longest 12.5 ms",
        GatewayUnderTest.pauses(log));
  }
}
