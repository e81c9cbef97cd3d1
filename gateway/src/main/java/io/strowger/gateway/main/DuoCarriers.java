package io.strowger.gateway.main;

import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.CallFate;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * Alpha, preferred, which answers calls without an error and without a sound, and later holds them
 * back until they are of no use to anybody; and beta, which stays as it is.
 */
final class DuoCarriers implements IncidentCarriers {
  private static final TrunkDials HEALTHY =
      TrunkDials.builder()
          .ringingDelay(new Delay(Duration.ofMillis(150), Duration.ofMillis(400)))
          .answerDelay(new Delay(Duration.ofMillis(1_200), Duration.ofMillis(2_500)))
          .keys("")
          .build();

  private final Handsets handsets;
  private final TrunkSimulator alpha;
  private final TrunkSimulator beta;

  DuoCarriers(Handsets handsets, LongSupplier clockMillis) throws IOException {
    this.handsets = handsets;
    List<PromptPack> english = List.of(PromptPack.builtIn("en"));
    alpha = trunk(english, clockMillis);
    beta = trunk(english, clockMillis);
  }

  private TrunkSimulator trunk(List<PromptPack> packs, LongSupplier clockMillis)
      throws IOException {
    return TrunkSimulator.start(
        new TrunkSimulator.Settings(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            List.of(Transport.UDP),
            packs,
            0,
            1,
            clockMillis,
            System::nanoTime),
        HEALTHY,
        call -> ended(call, clockMillis.getAsLong()));
  }

  /**
   * The talk began when it was answered: that is what must not be late. Of a call that was answered
   * in silence the user heard nothing, whatever the trunk took.
   */
  private void ended(CallRecord call, long nowMillis) {
    if (call.fate() == CallFate.SILENT) {
      return;
    }
    String digits = call.to().startsWith("+") ? call.to().substring(1) : call.to();
    call.codes().stream()
        .distinct()
        .forEach(code ->
            handsets.arrived(digits, new Handsets.Arrived(code, nowMillis - call.talkMillis())));
  }

  @Override
  public String yaml() {
    return """
    carriers:
      - id: alpha
        sip:
          caller-id: "+390200000000"
          calls-per-second: 20
          trunks: [{id: alpha-1, address: "127.0.0.1:%d;transport=udp"}]
      - id: beta
        sip:
          caller-id: "+390200000000"
          calls-per-second: 20
          trunks: [{id: beta-1, address: "127.0.0.1:%d;transport=udp"}]
    routes:
      - {to: "+", voice: [{carrier: alpha, weight: 70}, {carrier: beta, weight: 30}]}
    """
        .formatted(alpha.address().getPort(), beta.address().getPort());
  }

  @Override
  public String channels() {
    return "[\"voice\"]";
  }

  @Override
  public String digits(int number) {
    return "39346" + (1_000_000 + number);
  }

  @Override
  public List<Fault> faults() {
    return List.of(
        new Fault(
            "answers, plays nothing",
            "alpha",
            40,
            90,
            "alpha answers every call without an error, and nobody hears a word",
            "alpha connects its calls again",
            _ -> true,
            () -> alpha.dials(HEALTHY.toBuilder().silentRatio(1).build()),
            () -> alpha.dials(HEALTHY)),
        new Fault(
            "queues past the deadline",
            "alpha",
            300,
            350,
            "alpha puts every call into a queue (182), for three minutes",
            "alpha connects its calls again",
            _ -> true,
            () ->
                alpha.dials(
                    HEALTHY.toBuilder()
                        .ringing(TrunkDials.Ringing.QUEUED)
                        .queueRatio(1)
                        .queueDelay(new Delay(Duration.ofMinutes(3), Duration.ofMinutes(3)))
                        .build()),
            () -> alpha.dials(HEALTHY)));
  }

  @Override
  public int seconds() {
    return 400;
  }

  @Override
  public void close() {
    alpha.close();
    beta.close();
  }
}
