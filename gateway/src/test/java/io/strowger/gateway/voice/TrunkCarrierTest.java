package io.strowger.gateway.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.SipCarrierStatus;
import io.strowger.sip.trunk.TrunkSettings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

final class TrunkCarrierTest {
  private static final class Trunks implements TrunkPort {
    final List<CallOrder> orders = new ArrayList<>();

    @Override
    public void place(CallOrder order) {
      orders.add(order);
    }

    @Override
    public void hangUp(String reference, String why) {}

    @Override
    public void drain() {}

    @Override
    public void resume() {}

    @Override
    public void reconfigure(SipCarrierSettings next) {}

    @Override
    public SipCarrierStatus status() {
      return new SipCarrierStatus("alpha", true, false, false, 0, List.of(), 0);
    }

    @Override
    public CompletionStage<Void> stop() {
      return CompletableFuture.completedFuture(null);
    }
  }

  private static final class Deaf implements CallCarrier.Listener {
    @Override
    public void progress(String reference, String trunk, boolean ringing, boolean answered) {}

    @Override
    public void ended(CallCarrier.Ended ended) {}

    @Override
    public void changed(CallCarrier.Status status) {}
  }

  @Test
  void the_trunk_that_answered_for_nobody_is_told_to_the_trunks() throws IOException {
    Trunks trunks = new Trunks();
    SipCarrierSettings settings =
        new SipCarrierSettings(
            "alpha",
            List.of(
                TrunkSettings.of(
                    "alpha-1",
                    TrunkSettings.Peer.of("192.0.2.1", 5060, Transport.UDP),
                    TrunkSettings.Caller.of("39029876543"))));
    CallCarrier<SipCarrierSettings> carrier =
        TrunkCarrier.launcher((_, _) -> trunks, () -> 0).start("alpha", settings, new Deaf());
    carrier.place(
        List.of(
            new CallCarrier.Order(
                "r",
                "390612345678",
                new CodeScript("47", false, '1', 0),
                PromptPack.builtIn("en"),
                50_000,
                60_000,
                30_000,
                60_000,
                "alpha-1")));
    assertEquals("alpha-1", trunks.orders.getFirst().avoidTrunk());
  }
}
