package io.strowger.gateway.sms;

import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.SmppCarrier;
import io.strowger.smpp.link.SmppRuntime;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A carrier over real sockets. */
public record SocketCarrier(SmppCarrier carrier) implements CarrierPort {

  public static Launcher launcher(SmppRuntime runtime) {
    return (settings, listener) ->
        new SocketCarrier(SmppCarrier.start(runtime, settings, listener));
  }

  @Override
  public void submit(List<Submission> batch) {
    carrier.submit(batch);
  }

  @Override
  public void withdraw(List<Withdrawal> batch) {
    carrier.withdraw(batch);
  }

  @Override
  public void acknowledge(List<InboundReceipt> batch) {
    carrier.acknowledge(batch);
  }

  @Override
  public void drain() {
    carrier.drain();
  }

  @Override
  public void resume() {
    carrier.resume();
  }

  @Override
  public void reconfigure(CarrierSettings next) {
    carrier.reconfigure(next);
  }

  @Override
  public CarrierStatus status() {
    return carrier.status();
  }

  @Override
  public CompletionStage<Void> stop() {
    return carrier.stop();
  }
}
