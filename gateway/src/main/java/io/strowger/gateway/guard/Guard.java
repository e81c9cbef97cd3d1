package io.strowger.gateway.guard;

import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a message is taken at all. Each check costs the same whatever was sent before;
 * time is an argument, and memory is bounded: where a counter cannot be kept, messages outside the
 * account's home country are refused, and those inside pass uncounted.
 *
 * <p>{@link #admit} counts at once, so that requests of one round see each other. One that comes to
 * nothing after all is undone by {@link #takeBack} with the same time. For one thread, but for
 * {@link #askLift}.
 */
public final class Guard {
  private static final long POLL_MILLIS = 1_000;
  private static final int LIFTS_MAX = 256;

  private record Lift(String account, String prefix, long openUntilMillis) {}

  private final GuardObserver observer;
  private final Memory memory;
  private final Map<String, AccountGuard> accounts = new HashMap<>();
  private RateDeck rates;
  private final Queue<Lift> asked = new ArrayBlockingQueue<>(LIFTS_MAX);
  private long nextPoll;

  /**
   * @param salt drawn at random at start
   */
  public Guard(GuardSettings settings, GuardObserver observer, long salt) {
    this.observer = observer;
    this.memory = settings.memory(salt);
    this.rates = settings.rates();
  }

  /** Other prices from now on; the bounds of memory stay. */
  public void reconfigure(GuardSettings settings) {
    rates = settings.rates();
  }

  /** Forgets accounts that are no more. */
  public void retain(Predicate<String> isAccount) {
    accounts
        .entrySet()
        .removeIf(entry -> {
          boolean gone = !isAccount.test(entry.getKey());
          if (gone) {
            entry.getValue().clear();
          }
          return gone;
        });
  }

  /**
   * The channels that this destination is not open for, where it is for another; none when it is
   * open for none, so that {@link #admit} refuses the first.
   */
  public Set<Channel> closed(
      String account, GuardRules rules, PhoneNumber to, NumberType type, List<Channel> channels) {
    // What is in force since a reload is taken over with the message itself.
    AccountGuard known = accounts.get(account);
    DestinationCheck check =
        known == null ? new DestinationCheck(rules.destinations()) : known.destinations(rules);
    Map<Channel, DenialCode> refused = new EnumMap<>(Channel.class);
    for (Channel channel : channels) {
      DenialCode code = check.check(to, type, channel);
      if (code != null) {
        refused.put(channel, code);
      }
    }
    if (refused.size() == channels.size()) {
      return Set.of();
    }
    refused.forEach(
        (channel, code) -> observer.channelLeftOut(account, to, channel, code.denial()));
    return refused.keySet();
  }

  public Decision admit(GuardRequest request, long nowMillis) {
    AccountGuard account = account(request.account(), request.rules(), nowMillis);
    Decision decision = account.admit(request, rates, nowMillis);
    switch (decision) {
      case Decision.Denied denied ->
          observer.denied(request.account(), request.to(), denied.denial(), nowMillis);
      case Decision.SameAs _ -> observer.repeated(request.account());
      case Decision.Admitted _ -> {
        // Who admits tells of it, once the message has its id.
      }
    }
    return decision;
  }

  /** The admitted request became this message: the same text is the same message for a while. */
  public void admitted(GuardRequest request, MessageId id, long expiresAtMillis, long nowMillis) {
    account(request.account(), request.rules(), nowMillis)
        .admitted(request, id, expiresAtMillis, nowMillis);
  }

  /**
   * Undoes {@link #admit} and {@link #admitted}.
   *
   * @param id null when there was no message yet
   * @param admittedAtMillis the time that was given to {@link #admit}
   */
  public void takeBack(GuardRequest request, @Nullable MessageId id, long admittedAtMillis) {
    account(request.account(), request.rules(), admittedAtMillis)
        .takeBack(request, id, rates, admittedAtMillis);
  }

  /** A message became final; once for each. */
  public void finished(Message message, long nowMillis) {
    AccountGuard account = accounts.get(message.spec().account());
    if (account == null) {
      return;
    }
    if (!(message.state() instanceof MessageState.Delivered)) {
      // It did not arrive: who sends the same text again wants it sent.
      account.forgetText(message.spec().to(), message.id(), nowMillis);
    }
    account.pumping.finished(message, nowMillis);
  }

  /**
   * What the client says became of a code; at most once for each message. {@code message} is as it
   * is after that, and {@link #finished} may be told before or after in the same round.
   */
  public void feedback(Message message, boolean verified, long nowMillis) {
    AccountGuard account = accounts.get(message.spec().account());
    if (account == null) {
      return;
    }
    if (verified) {
      account.pumping.verified(message, nowMillis);
    } else {
      account.forgetText(message.spec().to(), message.id(), nowMillis);
    }
  }

  /** Whether these numbers are closed for pumping: they say nothing about routes then. */
  public boolean blocked(String account, PhoneNumber number, long nowMillis) {
    AccountGuard known = accounts.get(account);
    return known != null && known.pumping.waitMillis(number, nowMillis) > 0;
  }

  /**
   * Opens what was closed long enough, or what an operator asked for. May be called as often as is
   * handy.
   */
  public void poll(long nowMillis) {
    if (nowMillis < nextPoll) {
      return;
    }
    nextPoll = nowMillis + POLL_MILLIS;
    for (Lift lift = asked.poll(); lift != null; lift = asked.poll()) {
      var _ = lift(lift.account(), lift.prefix(), lift.openUntilMillis(), nowMillis);
    }
    accounts.values().forEach(account -> account.pumping.poll(nowMillis));
  }

  /** Every block in force. */
  public List<PumpingBlock> blocks() {
    List<PumpingBlock> blocks = new ArrayList<>();
    accounts.values().forEach(account -> blocks.addAll(account.pumping.blocks()));
    return blocks;
  }

  /**
   * An operator knows better: opens these numbers, and keeps them open until then.
   *
   * @return false when they are not blocked
   */
  public boolean lift(String account, String prefix, long openUntilMillis, long nowMillis) {
    AccountGuard known = accounts.get(account);
    return known != null && known.pumping.lift(prefix, openUntilMillis, nowMillis);
  }

  /**
   * As {@link #lift}, in the next {@link #poll}. Any thread.
   *
   * @return false when too much has been asked already
   */
  public boolean askLift(String account, String prefix, long openUntilMillis) {
    return asked.offer(new Lift(account, prefix, openUntilMillis));
  }

  /**
   * Counts a message that was accepted before this node started; in order of acceptance. What its
   * time has made irrelevant may be left out: the longest quota says how far to go back.
   */
  public void replay(AcceptedMessage message, long nowMillis) {
    GuardRequest request = message.request();
    account(request.account(), request.rules(), nowMillis).replay(message, rates);
  }

  /** What is to be {@link #restore}d after a restart. */
  public GuardMemory export(long nowMillis) {
    List<GuardMemory.AccountTraffic> traffic = new ArrayList<>();
    for (AccountGuard account : accounts.values()) {
      GuardMemory.AccountTraffic each = account.export();
      if (!each.hours().isEmpty() || each.spentMicros() > 0) {
        traffic.add(each);
      }
    }
    return new GuardMemory(nowMillis, blocks(), traffic);
  }

  /**
   * Before any {@link #replay}.
   *
   * @param rules of an account, null when there is none of that name any more
   */
  public void restore(GuardMemory remembered, RulesOf rules, long nowMillis) {
    for (GuardMemory.AccountTraffic traffic : remembered.accounts()) {
      GuardRules known = rules.find(traffic.account());
      if (known != null) {
        account(traffic.account(), known, nowMillis).restore(traffic, remembered.asOfMillis());
      }
    }
    for (PumpingBlock block : remembered.blocks()) {
      GuardRules known = rules.find(block.account());
      if (known != null) {
        account(block.account(), known, nowMillis).pumping.restore(block, nowMillis);
      }
    }
  }

  /** The rules by account. */
  public interface RulesOf {
    @Nullable GuardRules find(String account);
  }

  private AccountGuard account(String id, GuardRules rules, long now) {
    AccountGuard known = accounts.get(id);
    if (known == null) {
      known = new AccountGuard(id, rules, memory, observer, now);
      accounts.put(id, known);
    }
    known.rules(rules, now);
    return known;
  }
}
