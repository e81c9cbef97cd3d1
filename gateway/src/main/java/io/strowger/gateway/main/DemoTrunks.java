package io.strowger.gateway.main;

import io.strowger.sip.message.Transport;
import io.strowger.sip.prompt.PromptPack;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.Delay;
import io.strowger.sip.simulator.TrunkDials;
import io.strowger.sip.simulator.TrunkReport.Count;
import io.strowger.sip.simulator.TrunkSimulator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** A simulated voice carrier of two trunks, and who answers the telephone: what they heard. */
final class DemoTrunks implements AutoCloseable {
  private static final TrunkDials HEALTHY =
      TrunkDials.builder()
          .ringingDelay(new Delay(Duration.ofMillis(150), Duration.ofMillis(400)))
          .answerDelay(new Delay(Duration.ofMillis(1_200), Duration.ofMillis(2_500)))
          .keys("")
          .build();

  /** It takes calls and says nothing at all, as a gateway does whose process hangs. */
  private static final TrunkDials DUMB =
      HEALTHY.toBuilder().unansweredRatio(1).optionsStatus(0).build();

  private final Map<String, TrunkSimulator> trunks = new LinkedHashMap<>();
  private final Map<String, Set<String>> codesByNumber = new ConcurrentHashMap<>();

  DemoTrunks(LongSupplier clockMillis) throws IOException {
    List<PromptPack> english = List.of(PromptPack.builtIn("en"));
    for (String name : List.of("vox-1", "vox-2")) {
      trunks.put(
          name,
          TrunkSimulator.start(
              new TrunkSimulator.Settings(
                  new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                  List.of(name.equals("vox-1") ? Transport.UDP : Transport.TCP),
                  english,
                  0,
                  1,
                  clockMillis,
                  System::nanoTime),
              HEALTHY,
              this::ended));
    }
  }

  private void ended(CallRecord call) {
    String digits = call.to().startsWith("+") ? call.to().substring(1) : call.to();
    codesByNumber.computeIfAbsent(digits, _ -> ConcurrentHashMap.newKeySet()).addAll(call.codes());
  }

  String address(String trunk) {
    return "127.0.0.1:" + trunk(trunk).address().getPort();
  }

  private TrunkSimulator trunk(String name) {
    TrunkSimulator trunk = trunks.get(name);
    if (trunk == null) {
      throw new IllegalArgumentException("no trunk " + name);
    }
    return trunk;
  }

  /** Calls on their way go on; new ones get no answer. */
  void silence(String trunk) {
    trunk(trunk).dials(DUMB);
  }

  void restore(String trunk) {
    trunk(trunk).dials(HEALTHY);
  }

  /** The codes that were heard to their end at this number, in calls that are over. */
  Set<String> heard(String digits) {
    return codesByNumber.getOrDefault(digits, Set.of());
  }

  long inProgress() {
    return trunks.values().stream()
        .mapToLong(trunk -> trunk.report(0, false).count(Count.CALLS))
        .sum();
  }

  @Override
  public void close() {
    trunks.values().forEach(TrunkSimulator::close);
  }
}
