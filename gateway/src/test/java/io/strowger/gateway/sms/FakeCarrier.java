package io.strowger.gateway.sms;

import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.SmppCarrierListener;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A carrier that only remembers what it was told. */
final class FakeCarrier implements CarrierPort {
  final List<Submission> submissions = new ArrayList<>();
  final List<Withdrawal> withdrawals = new ArrayList<>();
  final List<InboundReceipt> acknowledged = new ArrayList<>();
  final CompletableFuture<Void> stopped = new CompletableFuture<>();
  final SmppCarrierListener listener;
  CarrierSettings settings;
  int batches;
  int reconfigured;
  boolean drained;
  boolean stopping;

  FakeCarrier(CarrierSettings settings, SmppCarrierListener listener) {
    this.settings = settings;
    this.listener = listener;
    listener.statusChanged(status());
  }

  @Override
  public void submit(List<Submission> batch) {
    batches++;
    submissions.addAll(batch);
  }

  @Override
  public void withdraw(List<Withdrawal> batch) {
    withdrawals.addAll(batch);
  }

  @Override
  public void acknowledge(List<InboundReceipt> batch) {
    acknowledged.addAll(batch);
  }

  @Override
  public void drain() {
    drained = true;
  }

  @Override
  public void resume() {
    drained = false;
  }

  @Override
  public void reconfigure(CarrierSettings next) {
    reconfigured++;
    settings = next;
  }

  @Override
  public CarrierStatus status() {
    return new CarrierStatus(settings.id(), true, drained, 0, 7, 0, 0, List.of());
  }

  @Override
  public CompletionStage<Void> stop() {
    stopping = true;
    return stopped;
  }
}
