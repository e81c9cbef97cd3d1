package io.strowger.gateway.simulation;

import io.strowger.gateway.account.Quota;
import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.GuardMemory;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.simulation.Ledger.Line;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts again, by what became durable, what the guard counts: nobody gets more than the quotas say
 * whenever the node crashed, nobody is refused without a reason, and what is blocked opens by
 * itself.
 */
final class GuardWitness implements GuardObserver {
  /** A large quota is counted in thirtieths of its time, and the oldest counts whole. */
  private static final double COARSE = 1.1;

  private static final long SAME_TEXT_MILLIS = 30_000;
  private static final int TEXTS_REMEMBERED = 2;
  private static final long LIFT_MILLIS = 1_500;

  private final Witness witness;
  private final List<Line> guarded = new ArrayList<>();
  private final Map<String, PumpingBlock> inForce = new HashMap<>();
  private final Map<String, PumpingBlock> durable = new HashMap<>();

  /** Blocks that this life of the node has told of. */
  private final Map<String, PumpingBlock> announced = new HashMap<>();

  private final Map<String, Long> undone = new HashMap<>();
  private int denials;
  private int repeats;
  private int blocks;
  private int lifted;
  private int survived;

  GuardWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(denials, repeats, blocks, lifted, survived);
  }

  // ---- what becomes durable ----

  void opened(Line line) {
    String account = line.message.spec().account();
    String to = line.message.spec().to().e164();
    if (account.equals(Tenants.PUMPED)) {
      PumpingBlock block = blockOf(to);
      if (block != null && line.acceptedAtMillis() < block.untilMillis()) {
        witness.violated(to + ": accepted while its numbers are blocked");
      }
    } else if (account.equals(Tenants.GUARDED)) {
      if (to.startsWith(Tenants.DENIED)) {
        witness.violated(to + ": accepted for a destination that is denied");
      }
      guarded.add(line);
      long now = line.acceptedAtMillis();
      within(
          to + ": more than its quota", count(to, Tenants.PER_NUMBER, 1, now), Tenants.PER_NUMBER);
      within(
          "more than the account's quota",
          count(null, Tenants.PER_ACCOUNT, 1, now),
          Tenants.PER_ACCOUNT);
      sameText(line, to);
    }
  }

  private void within(String violation, int count, Quota quota) {
    if (count > quota.count()) {
      witness.violated(violation + ", " + count);
    }
  }

  /**
   * @param to null for every number
   */
  private int count(@Nullable String to, Quota quota, double stretch, long now) {
    int count = 0;
    for (Line line : guarded.reversed()) {
      if (line.acceptedAtMillis() <= now - quota.windowMillis() * stretch) {
        break;
      }
      if (to == null || line.message.spec().to().e164().equals(to)) {
        count++;
      }
    }
    return count;
  }

  /** The same text within half a minute is the same message, unless that came to nothing. */
  private void sameText(Line line, String to) {
    List<Line> before = witness.ledger.to(to);
    int from = Math.max(0, before.size() - 1 - TEXTS_REMEMBERED);
    for (Line other : before.subList(from, before.size() - 1)) {
      boolean recent =
          line.acceptedAtMillis() - other.acceptedAtMillis() < SAME_TEXT_MILLIS
              && line.acceptedAtMillis() < other.expiresAtMillis();
      boolean lives = other.end == null;
      boolean arrived =
          other.end instanceof MessageState.Delivered && other.endedInLife == witness.life();
      boolean remembered = undone.getOrDefault(to, 0L) < other.acceptedAtMillis();
      if (other.text.equals(line.text) && recent && remembered && (lives || arrived)) {
        witness.violated(
            to
                + ": the same text twice, after "
                + (line.acceptedAtMillis() - other.acceptedAtMillis())
                + " ms; the first is "
                + other.message.state());
      }
    }
  }

  void kept(KeptData data) {
    if (data.kind().equals("guard")) {
      durable.clear();
      GuardMemory memory = GuardMemory.decode(Base64.getDecoder().decode(data.data()));
      memory.blocks().forEach(block -> durable.put(block.prefix(), block));
    }
  }

  /** A new life begins with what is durable. */
  void crashed() {
    announced.clear();
    inForce.clear();
    inForce.putAll(durable);
    survived += durable.size();
  }

  // ---- what the guard says ----

  @Override
  public void pumpingBlocked(PumpingBlock block) {
    PumpingBlock before = inForce.put(block.prefix(), block);
    announced.put(block.prefix(), block);
    blocks += before == null ? 1 : 0;
    if (!block.account().equals(Tenants.PUMPED)) {
      witness.violated(block.prefix() + ": blocked for an account that pumps nothing");
    }
  }

  @Override
  public void pumpingLifted(PumpingBlock block, boolean byOperator) {
    lifted++;
    inForce.remove(block.prefix());
    announced.remove(block.prefix());
    if (witness.now() < block.untilMillis()) {
      witness.violated(block.prefix() + ": opened before its time");
    }
  }

  private @Nullable PumpingBlock blockOf(String to) {
    PumpingBlock found = null;
    for (PumpingBlock block : inForce.values()) {
      if (block.covers(to) && (found == null || block.untilMillis() > found.untilMillis())) {
        found = block;
      }
    }
    return found;
  }

  /** A client hears that its message is refused. */
  void denied(String account, String to, Denial denial, boolean diskFull) {
    denials++;
    long now = witness.now();
    boolean explained =
        switch (denial.code()) {
          case "destination-denied" -> to.startsWith(Tenants.DENIED);
          case "number-quota" ->
              account.equals(Tenants.GUARDED)
                  && count(to, Tenants.PER_NUMBER, 1, now) >= Tenants.PER_NUMBER.count();
          case "account-quota" ->
              account.equals(Tenants.GUARDED)
                  && count(null, Tenants.PER_ACCOUNT, COARSE, now) >= Tenants.PER_ACCOUNT.count();
          case "pumping-suspected" -> {
            PumpingBlock block = blockOf(to);
            yield block != null && now < block.untilMillis();
          }
          default -> false;
        };
    // What the round had counted was undone with it when the disk was full.
    if (!explained && !diskFull) {
      witness.violated(to + ": refused as " + denial.code() + " without a reason");
    }
  }

  /**
   * A round that would have sent a text to this number was undone; an older text gave way to it.
   */
  void undone(String to) {
    undone.put(to, witness.now());
  }

  /** A client hears that this is the same message as an earlier one. */
  void repeated(String to, String text, MessageId id) {
    repeats++;
    Line line = witness.ledger.find(id);
    if (line == null
        || !line.message.spec().to().e164().equals(to)
        || !line.text.equals(text)
        || witness.now() - line.acceptedAtMillis() >= SAME_TEXT_MILLIS + LIFT_MILLIS) {
      witness.violated(to + ": said to be the same as a message that it is not");
    }
  }

  /** A block that is over must have been lifted by now, with nobody's help. */
  void judge() {
    for (PumpingBlock block : announced.values()) {
      if (witness.now() > block.untilMillis() + LIFT_MILLIS) {
        witness.violated(block.prefix() + ": still blocked after its time");
      }
    }
  }
}
