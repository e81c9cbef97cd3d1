package io.strowger.gateway.main.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessUsageTest {

  @Test
  void a_name_with_blanks_and_brackets_does_not_shift_the_fields() {
    String stat = "42 (a ) (b) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 1 0";
    assertEquals(3_000_000, ProcessUsage.micros(stat));
  }

  @Test
  void this_process_has_used_cpu_and_memory() {
    ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());
    assertTrue(usage.cpuMicros() > 0);
    assertTrue(usage.peakMemoryKib() > 1024);
    assertTrue(usage.threadMicros().size() > 1);
  }

  @Test
  void the_difference_lists_the_busiest_thread_first_and_leaves_out_the_idle() {
    ProcessUsage before = new ProcessUsage(100, Map.of("a", 10L, "b", 10L, "idle", 5L), 1);
    ProcessUsage after = new ProcessUsage(400, Map.of("a", 20L, "b", 90L, "idle", 5L, "c", 30L), 2);
    ProcessUsage used = after.since(before);
    assertEquals(300, used.cpuMicros());
    assertEquals(List.of("b", "c", "a"), List.copyOf(used.threadMicros().keySet()));
  }

  @Test
  void a_process_that_is_not_there_is_a_clear_error() {
    assertThrows(BenchException.class, () -> ProcessUsage.of(Long.MAX_VALUE));
  }
}
