package io.strowger.gateway.simulation;

import io.strowger.gateway.sms.CarrierPort;
import io.strowger.smpp.link.CarrierEngine;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierStatus;
import io.strowger.smpp.link.InboundReceipt;
import io.strowger.smpp.link.Submission;
import io.strowger.smpp.link.Withdrawal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Polls a carrier's engine after every call and at the times it asks for. */
final class Drive implements CarrierPort {
  private final Timeline timeline;
  private final CarrierEngine engine;
  private long alarm = Long.MAX_VALUE;
  private boolean touched = true;

  Drive(Timeline timeline, CarrierEngine engine) {
    this.timeline = timeline;
    this.engine = engine;
  }

  boolean touched() {
    return touched;
  }

  void poll() {
    touched = false;
    long next = engine.poll(timeline.now());
    if (next < alarm || alarm <= timeline.now()) {
      alarm = next;
      if (next != Long.MAX_VALUE) {
        timeline.at(Math.max(next, timeline.now() + 1), () -> {});
      }
    }
  }

  @Override
  public void submit(List<Submission> batch) {
    engine.submit(batch, timeline.now());
    touched = true;
  }

  @Override
  public void withdraw(List<Withdrawal> batch) {
    engine.withdraw(batch, timeline.now());
    touched = true;
  }

  @Override
  public void acknowledge(List<InboundReceipt> batch) {
    engine.acknowledge(batch, timeline.now());
    touched = true;
  }

  @Override
  public void drain() {
    engine.drain(timeline.now());
    touched = true;
  }

  @Override
  public void resume() {
    engine.resume(timeline.now());
    touched = true;
  }

  @Override
  public void reconfigure(CarrierSettings next) {
    engine.reconfigure(next, timeline.now());
    touched = true;
  }

  @Override
  public CarrierStatus status() {
    return engine.status(timeline.now());
  }

  @Override
  public CompletionStage<Void> stop() {
    engine.stop(timeline.now());
    touched = true;
    return CompletableFuture.completedFuture(null);
  }
}
