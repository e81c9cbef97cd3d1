package io.strowger.gateway.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** What the guard refuses, by account and code. */
final class GuardMeters implements GuardObserver {
  private record Refusal(String account, String code) {}

  private final MeterRegistry registry;
  private final UnaryOperator<String> label;
  private final Map<Refusal, Counter> denied = new ConcurrentHashMap<>();
  private final Map<Refusal, Counter> leftOut = new ConcurrentHashMap<>();
  private final Map<String, Counter> repeated = new ConcurrentHashMap<>();
  private final Map<String, Counter> blocked = new ConcurrentHashMap<>();
  private final AtomicInteger blocks = new AtomicInteger();

  /**
   * @param label the label of an account
   */
  GuardMeters(MeterRegistry registry, UnaryOperator<String> label) {
    this.registry = registry;
    this.label = label;
    Gauge.builder("strowger.guard.blocks", blocks, AtomicInteger::get)
        .description("Groups of numbers that are blocked for pumping now.")
        .register(registry);
  }

  @Override
  public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
    denied
        .computeIfAbsent(
            new Refusal(label.apply(account), denial.code()),
            refusal ->
                Counter.builder("strowger.guard.denied")
                    .description("Messages refused by a guard, by its code.")
                    .tag("account", refusal.account())
                    .tag("code", refusal.code())
                    .register(registry))
        .increment();
  }

  @Override
  public void channelLeftOut(String account, PhoneNumber to, Channel channel, Denial denial) {
    leftOut
        .computeIfAbsent(
            new Refusal(label.apply(account), denial.code()),
            refusal ->
                Counter.builder("strowger.guard.channels.left.out")
                    .description(
                        "Messages taken without one of their channels, by the guard's code.")
                    .tag("account", refusal.account())
                    .tag("code", refusal.code())
                    .register(registry))
        .increment();
  }

  @Override
  public void repeated(String account) {
    repeated
        .computeIfAbsent(
            label.apply(account),
            id ->
                counter(
                    "strowger.guard.repeated",
                    "Requests answered with the message that had the same text just before.",
                    id))
        .increment();
  }

  @Override
  public void pumpingBlocked(PumpingBlock block) {
    blocks.incrementAndGet();
    blocked
        .computeIfAbsent(
            label.apply(block.account()),
            id -> counter("strowger.guard.blocked", "Groups of numbers blocked for pumping.", id))
        .increment();
  }

  @Override
  public void pumpingLifted(PumpingBlock block, boolean byOperator) {
    blocks.decrementAndGet();
  }

  private Counter counter(String name, String description, String account) {
    return Counter.builder(name)
        .description(description)
        .tag("account", account)
        .register(registry);
  }
}
