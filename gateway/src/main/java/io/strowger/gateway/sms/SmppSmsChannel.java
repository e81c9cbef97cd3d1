package io.strowger.gateway.sms;

import io.strowger.gateway.delivery.DispatchEvent.SmsAnswer;
import io.strowger.gateway.delivery.SmsChannel;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.LinkObserver;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Texts over the SMPP links of all configured carriers. Each carrier's batch is handed over as one;
 * a submit to a carrier that is not there is answered at once as not sent.
 */
public final class SmppSmsChannel implements SmsChannel {
  /**
   * TP-PID "Replace Short Message Type 1" (GSM 03.40 section 9.2.3.9): a handset keeps one message
   * of this type and sender.
   */
  private static final int REPLACE_TYPE_1 = 0x41;

  private static final SmsAnswer NOT_CONFIGURED =
      new SmsAnswer.NotSent("the carrier is not configured");

  private final CarrierPort.Launcher launcher;
  private final EventSink events;
  private final LinkObserver observer;
  private final List<CompletionStage<Void>> stopping = new ArrayList<>();
  private volatile Map<String, RunningCarrier> carriers = Map.of();
  private volatile SmsText text = SmsText.of(List.of());

  public SmppSmsChannel(CarrierPort.Launcher launcher, EventSink events, LinkObserver observer) {
    this.launcher = launcher;
    this.events = events;
    this.observer = observer;
  }

  /**
   * Puts the carriers in force: starts new ones, hands the others their settings, stops those that
   * are gone.
   */
  public synchronized void configure(List<CarrierSettings> next) {
    Map<String, RunningCarrier> before = carriers;
    Map<String, RunningCarrier> after = new LinkedHashMap<>();
    List<RunningCarrier> fresh = new ArrayList<>();
    for (CarrierSettings settings : next) {
      RunningCarrier running = before.get(settings.id());
      if (running == null) {
        running = new RunningCarrier(settings, events, observer);
        fresh.add(running);
      } else {
        running.reconfigure(settings);
      }
      after.put(settings.id(), running);
    }
    text = SmsText.of(next);
    fresh.forEach(running -> running.start(launcher));
    carriers = after;
    before.forEach((id, running) -> {
      if (!after.containsKey(id)) {
        stopping.add(running.retire());
      }
    });
  }

  /** Unbinds all links; completes when every submit has its answer. */
  public synchronized CompletionStage<Void> stop() {
    configure(List.of());
    return CompletableFuture.allOf(
        stopping.stream()
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture<?>[]::new));
  }

  /** Snapshots in the order of configuration. Any thread. */
  public List<CarrierStatus> statuses() {
    return carriers.values().stream().map(running -> running.port().status()).toList();
  }

  /**
   * Gives the carrier no new messages; its links stay bound for receipts.
   *
   * @return false when there is no such carrier
   */
  public boolean drain(String carrier) {
    RunningCarrier running = carriers.get(carrier);
    if (running != null) {
      running.port().drain();
    }
    return running != null;
  }

  /**
   * Ends {@link #drain}.
   *
   * @return false when there is no such carrier
   */
  public boolean resume(String carrier) {
    RunningCarrier running = carriers.get(carrier);
    if (running != null) {
      running.port().resume();
    }
    return running != null;
  }

  /** How many segments the text needs, at the carrier that needs the most. Any thread. */
  public int segments(String message) {
    return text.segments(message);
  }

  @Override
  public void submit(List<Submit> batch) {
    Map<String, List<Submission>> byCarrier = new HashMap<>();
    for (Submit submit : batch) {
      byCarrier
          .computeIfAbsent(submit.carrier(), _ -> new ArrayList<>(batch.size()))
          .add(submission(submit));
    }
    byCarrier.forEach(this::handOver);
  }

  private void handOver(String carrier, List<Submission> submissions) {
    RunningCarrier running = carriers.get(carrier);
    if (running != null) {
      running.port().submit(submissions);
      return;
    }
    for (Submission submission : submissions) {
      SubmitRef ref = (SubmitRef) submission.context();
      events.post(RunningCarrier.answered(ref, NOT_CONFIGURED));
    }
  }

  @Override
  public void canaries(List<Canary> batch) {
    for (Canary canary : batch) {
      handOver(
          canary.ref().carrier(),
          List.of(
              new Submission(
                  canary.ref(),
                  canary.to().digits(),
                  canary.sender(),
                  canary.text().reveal(),
                  canary.deadlineMillis(),
                  0,
                  null)));
    }
  }

  private static Submission submission(Submit submit) {
    return new Submission(
        submit.ref(),
        submit.to().digits(),
        submit.sender(),
        submit.text().reveal(),
        submit.deadlineMillis(),
        submit.mayReplaceEarlier() ? REPLACE_TYPE_1 : 0,
        submit.avoidLink());
  }

  @Override
  public void withdraw(List<Withdraw> batch) {
    Map<String, List<Withdrawal>> byCarrier = new HashMap<>();
    for (Withdraw withdraw : batch) {
      byCarrier
          .computeIfAbsent(withdraw.carrier(), _ -> new ArrayList<>())
          .add(
              new Withdrawal(
                  withdraw.ref(),
                  withdraw.to().digits(),
                  withdraw.sender(),
                  withdraw.carrierIds()));
    }
    byCarrier.forEach((carrier, withdrawals) -> {
      RunningCarrier running = carriers.get(carrier);
      if (running != null) {
        running.port().withdraw(withdrawals);
      }
    });
  }

  @Override
  public void acknowledge(List<ReceiptAck> batch) {
    Map<RunningCarrier, List<InboundReceipt>> byOwner = new HashMap<>();
    for (ReceiptAck ack : batch) {
      // No other channel makes receipts that would come back here.
      RunningCarrier.Ack own = (RunningCarrier.Ack) ack;
      byOwner.computeIfAbsent(own.owner(), _ -> new ArrayList<>(batch.size())).add(own.receipt());
    }
    byOwner.forEach((owner, receipts) -> owner.port().acknowledge(receipts));
  }
}
