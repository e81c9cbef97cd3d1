package io.strowger.gateway.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.strowger.gateway.voice.CallCarrier.TrunkStatus;
import io.strowger.sip.trunk.SipCarrierStatus;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrunkStatesTest {
  private long now = 1_000;
  private final TrunkStates states = new TrunkStates(() -> now);

  private TrunkStatus shown(boolean up, boolean registered, long pausedUntil, String cause) {
    return states
        .shown(
            new SipCarrierStatus(
                "vox",
                true,
                false,
                false,
                3,
                List.of(
                    new SipCarrierStatus.TrunkStatus(
                        "vox-1",
                        up,
                        registered,
                        pausedUntil,
                        3,
                        30,
                        "UDP 192.0.2.7:5060",
                        cause,
                        false,
                        null,
                        List.of())),
                0))
        .trunks()
        .getFirst();
  }

  @Test
  void a_state_keeps_the_time_when_it_began() {
    TrunkStatus up = shown(true, true, 0, "");
    assertEquals("UP", up.state());
    assertEquals(1_000, up.sinceMillis());
    assertNull(up.lastError());
    now = 5_000;
    assertEquals(1_000, shown(true, true, 0, "").sinceMillis());
    TrunkStatus down = shown(false, true, 0, "OPTIONS were not answered");
    assertEquals("DOWN", down.state());
    assertEquals(5_000, down.sinceMillis());
    assertEquals("OPTIONS were not answered", down.lastError());
  }

  @Test
  void why_a_trunk_is_not_up_is_its_state() {
    assertEquals("REGISTERING", shown(false, false, 0, "").state());
    assertEquals("PAUSED", shown(false, true, 2_000, "503").state());
    assertEquals(2_000, shown(false, true, 2_000, "503").pausedUntilMillis());
    now = 3_000;
    assertEquals("UP", shown(true, true, 2_000, "").state());
  }
}
