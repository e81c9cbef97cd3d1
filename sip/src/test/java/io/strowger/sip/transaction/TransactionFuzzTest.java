package io.strowger.sip.transaction;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.sip.message.SipRequest;
import io.strowger.sip.message.SipResponse;
import io.strowger.sip.message.Transport;
import java.util.ArrayList;
import java.util.List;

/** Peers and an application that do anything in any order. */
final class TransactionFuzzTest {
  private static final String[] METHODS = {"INVITE", "ACK", "CANCEL", "BYE", "OPTIONS"};
  private static final int[] STATUSES = {100, 180, 200, 302, 401, 486, 503, 603};
  private static final int TRANSACTIONS_MAX = 4;

  @FuzzTest(maxDuration = "60s")
  void any_order_of_events_is_survived_and_forgotten_in_the_end(FuzzedDataProvider data) {
    Layer layer =
        new Layer(
            data.consumeBoolean() ? Transport.UDP : Transport.TCP,
            new TransactionTimers(500, 4_000, 5_000, 200, 60_000, TRANSACTIONS_MAX));
    List<SipRequest> sent = new ArrayList<>();
    List<SipRequest> asked = new ArrayList<>();
    int steps = 0;
    while (data.remainingBytes() > 0 && steps++ < 500) {
      String method = data.pickValue(METHODS);
      long cseq = data.consumeInt(1, 3);
      int status = data.pickValue(STATUSES);
      List<TransactionOutput> outputs =
          switch (data.consumeInt(0, 6)) {
            case 0 ->
                method.equals("ACK")
                    ? List.of()
                    : layer.send(steps, Layer.request(method, cseq).build());
            case 1 -> {
              SipRequest request = Layer.from(method, cseq, "z9hG4bKfuzz" + data.consumeInt(0, 3));
              asked.add(request);
              yield layer.received(request);
            }
            case 2 ->
                sent.isEmpty()
                    ? List.of()
                    : layer.received(
                        Layer.response(
                            sent.get(data.consumeInt(0, sent.size() - 1)), status, "peer"));
            case 3 ->
                asked.isEmpty()
                    ? List.of()
                    : layer.answer(
                        data.consumeInt(1, asked.size()),
                        SipResponse.to(asked.get(data.consumeInt(0, asked.size() - 1)), status)
                            .toTag("us")
                            .build());
            case 4 -> layer.pass(data.consumeInt(0, 40_000));
            case 5 -> layer.step(new TransactionInput.FlowClosed(layer.flow, "gone"));
            default ->
                sent.isEmpty()
                    ? List.of()
                    : layer.step(new TransactionInput.SendFailed(sent.getLast(), "gone"));
          };
      for (TransactionOutput output : outputs) {
        if (output instanceof TransactionOutput.TransmitTo transmit) {
          sent.add(transmit.request());
        }
      }
      check(layer.layer.clientTransactions() <= TRANSACTIONS_MAX, "client transactions");
      check(layer.layer.serverTransactions() <= TRANSACTIONS_MAX, "server transactions");
    }
    layer.pass(200_000);
    check(layer.layer.clientTransactions() == 0, "client transactions are forgotten");
    check(layer.layer.serverTransactions() == 0, "server transactions are forgotten");
    check(layer.layer.nextAlarmMillis() == Long.MAX_VALUE, "no alarm is left");
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
