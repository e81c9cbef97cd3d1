package io.strowger.gateway.simulation;

import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.simulation.Ledger.Line;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** What an account heard by webhook: all of it at least once, and each message's in order. */
final class NoticeWitness {
  private static final class Heard {
    final TreeSet<Long> sequences = new TreeSet<>();
    long lastInThisLife;
    final Set<String> states = new HashSet<>();
  }

  private final Witness witness;
  private final Map<MessageId, Heard> heard = new HashMap<>();
  private int posts;
  private int failures;
  private int again;

  NoticeWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(posts, failures, again);
  }

  void crashed() {
    heard.values().forEach(one -> one.lastInThisLife = 0);
  }

  void failed() {
    failures++;
  }

  /**
   * The receiver has read a whole request.
   *
   * @param life of the node that posted it; it may be dead by now
   */
  void hears(MessageId id, long sequence, String state, int life) {
    posts++;
    Line line = witness.ledger.find(id);
    if (line == null || !line.states.contains(state)) {
      witness.violated(id + ": told of a state that is not durable, " + state);
    }
    Heard known = heard.computeIfAbsent(id, _ -> new Heard());
    if (life == witness.life()) {
      if (sequence < known.lastInThisLife) {
        witness.violated(id + ": told out of order");
      }
      known.lastInThisLife = sequence;
    }
    if (known.sequences.contains(sequence)) {
      again++;
      return;
    }
    if (!known.sequences.isEmpty() && sequence < known.sequences.last()) {
      witness.violated(id + ": told for the first time after what came later");
    }
    known.sequences.add(sequence);
    known.states.add(state);
  }

  /** Whether the account has heard all that it wants to hear. */
  boolean isComplete() {
    return witness.ledger.all().stream().allMatch(this::isTold);
  }

  private boolean isTold(Line line) {
    if (!line.message.spec().account().equals(Tenants.IDP)) {
      return true;
    }
    Heard known = heard.get(line.id());
    Set<String> told = known == null ? Set.of() : known.states;
    return line.states.stream()
        .allMatch(state -> told.contains(state) || !WebhookRules.DEFAULT_EVENTS.contains(state));
  }

  void judge() {
    for (Line line : witness.ledger.all()) {
      if (!isTold(line)) {
        witness.violated(line.id() + ": told " + line.states + " by webhook not whole");
      }
    }
  }
}
