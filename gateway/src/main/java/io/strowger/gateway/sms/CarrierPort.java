package io.strowger.gateway.sms;

import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.SmppCarrierListener;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * One running carrier, as the channel needs it: over sockets in production, an engine on a fake
 * clock in the simulation. The methods mean what they mean on {@code SmppCarrier}.
 */
public interface CarrierPort {
  void submit(List<Submission> batch);

  void withdraw(List<Withdrawal> batch);

  void acknowledge(List<InboundReceipt> batch);

  void drain();

  void resume();

  void reconfigure(CarrierSettings next);

  CarrierStatus status();

  CompletionStage<Void> stop();

  /** Starts carriers; the listener may be called before {@code start} returns. */
  @FunctionalInterface
  interface Launcher {
    CarrierPort start(CarrierSettings settings, SmppCarrierListener listener);
  }
}
