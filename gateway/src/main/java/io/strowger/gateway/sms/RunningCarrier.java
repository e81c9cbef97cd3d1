package io.strowger.gateway.sms;

import io.strowger.gateway.canary.CanaryToken;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.DispatchEvent.CanaryAnswered;
import io.strowger.gateway.delivery.DispatchEvent.CarrierChanged;
import io.strowger.gateway.delivery.DispatchEvent.ReceiptCame;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.DispatchEvent.SmsAnswered;
import io.strowger.gateway.delivery.DispatchEvent.TextCame;
import io.strowger.gateway.delivery.ReceiptReading;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.delivery.SmsChannel.CanaryRef;
import io.strowger.gateway.delivery.SmsChannel.ReceiptAck;
import io.strowger.gateway.delivery.SmsChannel.SubmitRef;
import io.strowger.gateway.route.CarrierCondition;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.link.SmppCarrierListener;
import io.strowger.smpp.link.SubmitOutcome;
import io.strowger.smpp.receipt.Receipt;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One carrier of the channel: what its links tell becomes events of the dispatcher. */
final class RunningCarrier implements SmppCarrierListener {
  private static final ReceiptReading DELIVERED =
      new ReceiptReading(ReceiptReading.Kind.DELIVERED, null);
  private static final ReceiptReading INTERMEDIATE =
      new ReceiptReading(ReceiptReading.Kind.INTERMEDIATE, null);

  private final EventSink events;
  private final LinkObserver observer;
  private volatile CarrierSettings settings;
  private volatile boolean retired;
  private volatile @Nullable CarrierPort port;

  /** Knows its own carrier: after a removal, another may have the same name. */
  record Ack(RunningCarrier owner, InboundReceipt receipt) implements ReceiptAck {
    @Override
    public String carrier() {
      return receipt.carrier();
    }
  }

  RunningCarrier(CarrierSettings settings, EventSink events, LinkObserver observer) {
    this.settings = settings;
    this.events = events;
    this.observer = observer;
  }

  synchronized void start(CarrierPort.Launcher launcher) {
    port = launcher.start(settings, this);
  }

  /** Waits for {@link #start}: its carrier may call back before it has returned. */
  CarrierPort port() {
    CarrierPort started = port;
    return started != null ? started : startedPort();
  }

  private synchronized CarrierPort startedPort() {
    CarrierPort started = port;
    if (started == null) {
      throw new IllegalStateException("not started");
    }
    return started;
  }

  void reconfigure(CarrierSettings next) {
    if (!next.equals(settings)) {
      settings = next;
      port().reconfigure(next);
    }
  }

  /** Its last outcomes and receipts still count, its condition does not. */
  CompletionStage<Void> retire() {
    retired = true;
    events.post(new CarrierChanged(new CarrierCondition(settings.id(), false, 0)));
    return port().stop();
  }

  @Override
  public void outcomes(String carrier, List<SubmitOutcome> batch) {
    for (SubmitOutcome outcome : batch) {
      SubmitRef ref = (SubmitRef) outcome.submission().context();
      events.post(answered(ref, answer(outcome)));
    }
  }

  static DispatchEvent answered(SubmitRef ref, SmsAnswer answer) {
    return switch (ref) {
      case AttemptRef attempt -> new SmsAnswered(attempt, answer);
      case CanaryRef canary -> new CanaryAnswered(canary, answer);
    };
  }

  private SmsAnswer answer(SubmitOutcome outcome) {
    return switch (outcome) {
      case SubmitOutcome.Accepted accepted ->
          new SmsAnswer.Taken(
              accepted.link(),
              accepted.messageIds(),
              receiptsExpected(accepted.messageIds().size()));
      case SubmitOutcome.Refused refused ->
          new SmsAnswer.Refused(
              refused.link(),
              Refusals.ofStatus(refused.commandStatus(), settings.profile().codeOverrides()));
      case SubmitOutcome.InDoubt doubt -> new SmsAnswer.InDoubt(doubt.link(), doubt.cause());
      case SubmitOutcome.NotSent notSent -> notSent(notSent.reason());
    };
  }

  private int receiptsExpected(int parts) {
    return switch (settings.profile().receiptsForParts()) {
      case EVERY -> parts;
      case FIRST, LAST -> 1;
    };
  }

  private static SmsAnswer notSent(SubmitOutcome.NotSent.Reason reason) {
    return switch (reason) {
      case DEADLINE_PASSED -> new SmsAnswer.NotSent("the time to live was over");
      case WITHDRAWN -> new SmsAnswer.NotSent("withdrawn");
      case NO_LINK -> new SmsAnswer.NotSent("no link of the carrier was bound");
      case CARRIER_STOPPED -> new SmsAnswer.NotSent("the carrier is drained or stopped");
      case QUEUE_FULL -> new SmsAnswer.NotSent("the carrier's queue was full");
      // The same carrier would say the same again: a refusal, where "not sent" would try on.
      case UNENCODABLE -> new SmsAnswer.Refused("", Refusals.NOT_ENCODABLE);
    };
  }

  @Override
  public void receipts(String carrier, List<InboundReceipt> batch) {
    for (InboundReceipt inbound : batch) {
      events.post(
          new ReceiptCame(
              inbound.carrier(),
              inbound.candidateIds(),
              reading(inbound.receipt()),
              inbound.receivedAtMillis(),
              new Ack(this, inbound)));
    }
  }

  private ReceiptReading reading(Receipt receipt) {
    if (receipt.state() == ReceiptState.DELIVERED) {
      return DELIVERED;
    }
    return receipt.state().isFinal()
        ? new ReceiptReading(
            ReceiptReading.Kind.NOT_DELIVERED,
            Refusals.ofReceipt(receipt, settings.profile().codeOverrides()))
        : INTERMEDIATE;
  }

  @Override
  public void statusChanged(CarrierStatus status) {
    if (!retired) {
      events.post(
          new CarrierChanged(
              new CarrierCondition(
                  status.carrier(),
                  status.usable(),
                  status.estimatedWaitMillis(),
                  LinkFaults.of(status))));
    }
  }

  @Override
  public void submitted(String carrier, String link) {
    observer.submitted(carrier, link);
  }

  @Override
  public void answered(String carrier, String link, int commandStatus, long latencyMicros) {
    observer.answered(carrier, link, commandStatus, latencyMicros);
  }

  @Override
  public void inDoubt(String carrier, String link) {
    observer.inDoubt(carrier, link);
  }

  @Override
  public void receipt(String carrier, String link, ReceiptState state) {
    observer.receipt(carrier, link, state);
  }

  /** Only what may be a canary goes on, and of that the digits alone. */
  @Override
  public void text(String carrier, String text) {
    List<String> tokens = CanaryToken.in(text);
    if (!tokens.isEmpty()) {
      events.post(new TextCame(carrier, tokens));
    }
  }

  @Override
  public void mobileOriginated(String carrier, String link) {
    observer.mobileOriginated(carrier, link);
  }

  @Override
  public void protocolFault(String carrier, String link, String what) {
    observer.protocolFault(carrier, link, what);
  }

  @Override
  public void linkUp(String carrier, String link, String address) {
    observer.linkUp(carrier, link, address);
  }

  @Override
  public void linkDown(String carrier, String link, String cause) {
    observer.linkDown(carrier, link, cause);
  }
}
