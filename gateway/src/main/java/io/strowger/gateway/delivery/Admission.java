package io.strowger.gateway.delivery;

import io.strowger.gateway.account.GuardRules;
import io.strowger.gateway.guard.AcceptedMessage;
import io.strowger.gateway.guard.Decision;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.Guard;
import io.strowger.gateway.guard.GuardMemory;
import io.strowger.gateway.guard.GuardRequest;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.guard.TextHash;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Asks the guard of every new message, in the round that would open it, and remembers for it across
 * restarts. On the dispatcher's thread.
 */
public final class Admission {
  /** What was accepted so short a time ago is in memory after a restart. */
  private static final long IN_MEMORY_MILLIS = Duration.ofMinutes(5).toMillis();

  /** Messages counted again after a restart; beyond it the oldest of the day are left out. */
  private static final int REPLAYED_MAX = 1_000_000;

  private static final int PAGE = 1_000;
  private static final long REMEMBER_MILLIS = 60_000;
  private static final String KIND = "guard";

  /**
   * What the guard must know of accounts and messages.
   *
   * @param rules of an account, null when there is none of that name
   * @param lookBackMillis how far back what was accepted matters to any account
   * @param types of numbers; any thread
   * @param parts SMS segments of a text
   */
  public record Knowledge(
      Function<String, @Nullable GuardRules> rules,
      LongSupplier lookBackMillis,
      Function<PhoneNumber, NumberType> types,
      ToIntFunction<String> parts,
      TextHash hash) {}

  /** Counted in a round that is not durable yet. */
  record Counted(GuardRequest request, MessageId id, long atMillis) {}

  private final Guard guard;
  private final Knowledge knowledge;
  private final List<Counted> counted = new ArrayList<>();
  private long rememberAtMillis;
  private long keptSequence;
  private volatile @Nullable GuardSettings next;

  public Admission(Guard guard, Knowledge knowledge) {
    this.guard = guard;
    this.knowledge = knowledge;
  }

  /**
   * The ways of a draft that its destination is open for; all of them when it is open for none, so
   * that the first one's refusal is told.
   */
  Plan plan(MessageDraft draft) {
    Plan plan = draft.plan();
    GuardRules rules = knowledge.rules().apply(draft.account());
    if (rules == null || plan.steps().size() < 2) {
      return plan;
    }
    NumberType type = knowledge.types().apply(draft.to());
    Set<Channel> closed = guard.closed(draft.account(), rules, draft.to(), type, plan.channels());
    for (Channel channel : closed) {
      plan = plan.without(channel);
    }
    return plan;
  }

  /** Null for an account that is gone: its door has let the message in, so it passes. */
  @Nullable GuardRequest request(MessageDraft draft, Plan plan) {
    GuardRules rules = knowledge.rules().apply(draft.account());
    return rules == null
        ? null
        : new GuardRequest(
            draft.account(),
            rules,
            draft.to(),
            knowledge.types().apply(draft.to()),
            plan.steps().isEmpty() ? Channel.SMS : plan.steps().getFirst().channel(),
            textHash(draft.origin(), draft.text()),
            Math.max(1, knowledge.parts().applyAsInt(draft.text().reveal())),
            draft.endUser());
  }

  /** 0 for a text that is never taken for an earlier one. */
  private long textHash(@Nullable Origin origin, Secret text) {
    // Whoever has a code sent again says so: that is not a request made twice by mistake.
    boolean isExplicit = origin != null && origin.door().equals(VerificationRounds.KIND);
    return isExplicit || text.isShredded() ? 0 : knowledge.hash().of(text);
  }

  /** False when the request is answered: refused, or the same as an earlier one. */
  boolean passes(@Nullable GuardRequest request, Round round, Ticket ticket, long nowMillis) {
    if (request == null) {
      return true;
    }
    return switch (guard.admit(request, nowMillis)) {
      case Decision.Admitted _ -> true;
      case Decision.SameAs(MessageId id, long expiresAtMillis) -> {
        // That message may be of this very round.
        round.replyIfStored(ticket, new Reply.Repeated(id, expiresAtMillis));
        yield false;
      }
      case Decision.Denied(Denial denial) -> {
        round.reply(ticket, new Reply.Denied(denial));
        yield false;
      }
    };
  }

  /** Other prices, from the next round on. Any thread. */
  public void reconfigure(GuardSettings settings) {
    next = settings;
  }

  void admitted(@Nullable GuardRequest request, Message message, long nowMillis) {
    if (request != null) {
      guard.admitted(request, message.id(), message.spec().expiresAtMillis(), nowMillis);
      counted.add(new Counted(request, message.id(), nowMillis));
    }
  }

  /** The round is durable. */
  void published(@Nullable Message before, Message after, long nowMillis) {
    if (after.isFinal() && (before == null || !before.isFinal())) {
      guard.finished(after, nowMillis);
    }
  }

  void roundEnds() {
    counted.clear();
  }

  /**
   * Whether what becomes of a message says anything about its route. Not where its number is among
   * those blocked for pumping: who sends to them could make a good route look bad, and a bad one
   * good. On the dispatcher's thread, each time something is to be counted.
   */
  public boolean tellsOfRoute(Message message, long nowMillis) {
    return !guard.blocked(message.spec().account(), message.spec().to(), nowMillis);
  }

  void feedback(Message message, boolean verified, long nowMillis) {
    guard.feedback(message, verified, nowMillis);
  }

  /** The round is as if it had not been. */
  void undo() {
    for (Counted one : counted.reversed()) {
      guard.takeBack(one.request(), one.id(), one.atMillis());
    }
    counted.clear();
  }

  /** Keeps what the next start should know, now and then. */
  void remember(KeptBook kept, Round round, long nowMillis) {
    GuardSettings settings = next;
    if (settings != null) {
      next = null;
      guard.reconfigure(settings);
      guard.retain(account -> knowledge.rules().apply(account) != null);
    }
    guard.poll(nowMillis);
    if (nowMillis < rememberAtMillis) {
      return;
    }
    boolean first = rememberAtMillis == 0;
    rememberAtMillis = nowMillis + REMEMBER_MILLIS;
    GuardMemory memory = guard.export(nowMillis);
    if (first || (memory.blocks().isEmpty() && memory.accounts().isEmpty())) {
      return;
    }
    if (keptSequence == 0) {
      keptSequence = kept.nextSequence();
    }
    String octets = Base64.getEncoder().encodeToString(memory.encode());
    round.kept.add(new KeptData(keptSequence, KIND, octets, null));
  }

  /** Before the first round: what was remembered, and what was accepted since or within a day. */
  void recover(KeptBook kept, List<Message> inMemory, MessageStore store, long nowMillis) {
    for (KeptData data : kept.kept(KIND)) {
      keptSequence = data.sequence();
      restore(data.data(), nowMillis);
    }
    List<Message> accepted = new ArrayList<>(inMemory);
    long lookBack = knowledge.lookBackMillis().getAsLong();
    long since = nowMillis - lookBack;
    MessageId before = null;
    while (lookBack > IN_MEMORY_MILLIS && accepted.size() < REPLAYED_MAX) {
      List<Message> page = store.search(new MessageQuery(null, null, null, since, before, PAGE));
      accepted.addAll(page);
      if (page.size() < PAGE) {
        break;
      }
      before = page.getLast().id();
    }
    accepted.stream()
        .filter(message -> message.spec().acceptedAtMillis() >= since)
        .sorted((a, b) -> a.id().compareTo(b.id()))
        .forEach(new Replayed(nowMillis)::count);
  }

  private void restore(String octets, long nowMillis) {
    GuardMemory memory;
    try {
      memory = GuardMemory.decode(Base64.getDecoder().decode(octets));
    } catch (IllegalArgumentException _) {
      // Of another version: better to begin without it than not to begin.
      return;
    }
    guard.restore(memory, knowledge.rules()::apply, nowMillis);
  }

  private final class Replayed {
    private final long nowMillis;
    private @Nullable MessageId last;

    Replayed(long nowMillis) {
      this.nowMillis = nowMillis;
    }

    /** A message may stand in memory and in history. */
    void count(Message message) {
      MessageSpec spec = message.spec();
      GuardRules rules = knowledge.rules().apply(spec.account());
      if (rules == null || message.id().equals(last)) {
        return;
      }
      last = message.id();
      Secret text = spec.text();
      GuardRequest request =
          new GuardRequest(
              spec.account(),
              rules,
              spec.to(),
              knowledge.types().apply(spec.to()),
              spec.channels().isEmpty() ? Channel.SMS : spec.channels().getFirst(),
              textHash(spec.origin(), text),
              1,
              null);
      guard.replay(
          new AcceptedMessage(
              request, message.id(), spec.acceptedAtMillis(), spec.expiresAtMillis()),
          nowMillis);
    }
  }
}
