package io.strowger.gateway.guard;

import io.strowger.gateway.account.PumpingWatch;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState.Delivered;
import io.strowger.gateway.number.CallingCode;
import io.strowger.gateway.number.PhoneNumber;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers to which an account's messages are delivered and not used: traffic that is made
 * to be paid for (artificially inflated traffic). Numbers are judged in blocks that share all but
 * the last four digits, and more slowly in prefixes of the calling code and four digits.
 *
 * <p>Each block has a score (CUSUM): of what was delivered in half a minute, each passcode that is
 * not verified within four minutes raises it, a verified one lowers it, never below 0. It counts
 * twice among numbers in a row, and where a prefix suddenly gets far more of the account's messages
 * than it used to. Above the threshold the block is closed for five minutes; each time again within
 * a day for twice as long, up to twelve hours. A passcode that was not delivered says nothing: that
 * may be the carrier.
 */
final class Pumping {
  static final long MATURE_MILLIS = 240_000;
  static final double BLOCK_THRESHOLD = 16;
  static final double PREFIX_THRESHOLD = 24;
  static final long FIRST_BLOCK_MILLIS = 300_000;
  static final long LONGEST_BLOCK_MILLIS = 43_200_000;
  static final int BLOCKS_MAX = 1_000;

  private static final long BUCKET_MILLIS = 30_000;
  private static final int BUCKETS = (int) (MATURE_MILLIS / BUCKET_MILLIS) + 1;
  private static final long REPEAT_MILLIS = 86_400_000;
  private static final int HIDDEN_DIGITS = 4;
  private static final long HIDDEN = 10_000;
  private static final int PREFIX_DIGITS = 4;
  private static final long PREFIX_BIT = 1L << 62;
  private static final int RUN_MIN = 4;
  private static final double RUN_WEIGHT = 1;

  private static final int SCORE = 0;
  private static final int BUCKET = 1;
  private static final int REPEATS = 2;
  private static final int ENDED = 3;
  private static final int COUNTS = 4;
  private static final int WIDTH = COUNTS + BUCKETS;

  private record Active(PumpingBlock block, long key) {}

  private final String account;
  private final GuardObserver observer;
  private final Conversion conversion = new Conversion();
  private final RowTable table;
  private final Neighbours neighbours;
  private final PrefixShares shares;
  private final Map<Long, Active> active = new HashMap<>();
  private final Map<Long, Long> openUntil = new HashMap<>();
  private PumpingWatch watch;
  private long nextLift = Long.MAX_VALUE;

  Pumping(String account, PumpingWatch watch, Memory memory, GuardObserver observer) {
    this.account = account;
    this.watch = watch;
    this.observer = observer;
    this.table = memory.table(WIDTH);
    this.neighbours = new Neighbours(memory);
    this.shares = new PrefixShares(memory);
  }

  void watch(PumpingWatch next) {
    watch = next;
  }

  private static long blockKey(PhoneNumber number) {
    return number.value() / HIDDEN;
  }

  private static String blockPrefix(PhoneNumber number) {
    return number.e164().substring(0, number.e164().length() - HIDDEN_DIGITS);
  }

  private static int prefixLength(PhoneNumber number) {
    return Math.min(number.e164().length(), 1 + CallingCode.digits(number) + PREFIX_DIGITS);
  }

  private static long prefixKey(PhoneNumber number) {
    return Long.parseLong(number.e164(), 1, prefixLength(number), 10) | PREFIX_BIT;
  }

  /** How long these numbers stay closed; 0 when they are open. */
  long waitMillis(PhoneNumber number, long now) {
    if (active.isEmpty() || watch == PumpingWatch.OFF || isOpen(number, now)) {
      return 0;
    }
    return Math.max(left(blockKey(number), now), left(prefixKey(number), now));
  }

  private long left(long key, long now) {
    Active found = active.get(key);
    return found == null ? 0 : Math.max(0, found.block().untilMillis() - now);
  }

  /** Whether an operator keeps these numbers open. */
  private boolean isOpen(PhoneNumber number, long now) {
    return !openUntil.isEmpty()
        && (openUntil.getOrDefault(blockKey(number), 0L) > now
            || openUntil.getOrDefault(prefixKey(number), 0L) > now);
  }

  /** A message became final. */
  void finished(Message message, long now) {
    boolean watched =
        watch == PumpingWatch.NEIGHBOURS
            || (watch == PumpingWatch.FEEDBACK && conversion.isGiven());
    if (!watched || !(message.state() instanceof Delivered delivered)) {
      return;
    }
    PhoneNumber to = message.spec().to();
    if (isOpen(to, now)) {
      return;
    }
    boolean inRun = neighbours.mark(to.value(), now) >= RUN_MIN;
    boolean jumps = shares.jumps(prefixKey(to), now);
    int row = cell(blockKey(to), now, true);
    if (row != RowTable.NONE) {
      // One of a run, or of a sudden crowd, must be verified twice over to be as honest as another.
      count(row, delivered.atMillis(), inRun || jumps ? 2 : 1, now);
      if (inRun && watch == PumpingWatch.NEIGHBOURS) {
        raise(row, jumps ? 2 * RUN_WEIGHT : RUN_WEIGHT);
      }
      judge(row, to, false, now);
    }
    row = cell(prefixKey(to), now, false);
    if (row != RowTable.NONE) {
      count(row, delivered.atMillis(), jumps ? 2 : 1, now);
      judge(row, to, true, now);
    }
  }

  /** The first time that a message's code was verified. */
  void verified(Message message, long now) {
    if (watch == PumpingWatch.OFF) {
      return;
    }
    PhoneNumber to = message.spec().to();
    conversion.hit(now);
    for (int wide = 0; wide < 2; wide++) {
      int row = cell(wide == 0 ? blockKey(to) : prefixKey(to), now, wide == 0);
      if (row != RowTable.NONE) {
        boolean waits =
            message.state() instanceof Delivered delivered
                && countVerified(row, delivered.atMillis(), now);
        if (!waits) {
          raise(row, conversion.hitWeight());
        }
      }
    }
  }

  /** The row with everything counted that has had its four minutes. */
  private int cell(long key, long now, boolean learn) {
    int row = table.findOrAdd(key, now);
    if (row == RowTable.NONE) {
      return row;
    }
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    long bucket = now / BUCKET_MILLIS;
    long last = cells[first + BUCKET];
    long misses = 0;
    long hits = 0;
    for (long passed = Math.max(last, bucket - BUCKETS) + 1; passed <= bucket; passed++) {
      int slot = first + COUNTS + (int) (passed % BUCKETS);
      // Delivered while the client told nothing: that it was not verified means nothing.
      boolean told = (passed - BUCKETS) * BUCKET_MILLIS >= conversion.toldSince();
      misses += told ? missesIn(cells[slot]) : 0;
      hits += told ? hitsIn(cells[slot]) : 0;
      cells[slot] = 0;
    }
    cells[first + BUCKET] = bucket;
    if (misses + hits > 0) {
      boolean suspect = score(row) > BLOCK_THRESHOLD / 3;
      if (learn && !suspect) {
        conversion.misses(misses);
      }
      if (conversion.isUsable(now)) {
        raise(row, misses * conversion.missWeight() + hits * conversion.hitWeight());
      }
    }
    long remembered = cells[first + ENDED] == 0 ? 0 : cells[first + ENDED] + REPEAT_MILLIS;
    table.keep(row, Math.max(remembered, now + 2 * MATURE_MILLIS));
    return row;
  }

  // A cell holds what was delivered in a bucket and is unverified in its lower half, and what is
  // verified in its upper half: both weigh in together once the bucket has had its time. Were the
  // verified ones taken at once, a score at its floor would forget them, and the misses of half a
  // minute of an honest crowd would then stand alone.

  private static long missesIn(long cell) {
    return cell & 0xFFFF_FFFFL;
  }

  private static long hitsIn(long cell) {
    return cell >>> Integer.SIZE;
  }

  private void count(int row, long at, int count, long now) {
    int slot = slot(row, at, now);
    if (slot >= 0) {
      table.cells()[slot] += count;
    }
  }

  /** False when its bucket is over. */
  private boolean countVerified(int row, long at, long now) {
    int slot = slot(row, at, now);
    if (slot < 0) {
      return false;
    }
    long cell = table.cells()[slot];
    table.cells()[slot] = (hitsIn(cell) + 1) << Integer.SIZE | Math.max(0, missesIn(cell) - 1);
    return true;
  }

  private int slot(int row, long at, long now) {
    long bucket = at / BUCKET_MILLIS;
    long current = now / BUCKET_MILLIS;
    return bucket <= current && bucket > current - BUCKETS
        ? row + RowTable.PAYLOAD + COUNTS + (int) (bucket % BUCKETS)
        : -1;
  }

  private double score(int row) {
    return Double.longBitsToDouble(table.cells()[row + RowTable.PAYLOAD + SCORE]);
  }

  private void raise(int row, double by) {
    score(row, Math.max(0, score(row) + by));
  }

  private void score(int row, double score) {
    table.cells()[row + RowTable.PAYLOAD + SCORE] = Double.doubleToRawLongBits(score);
  }

  private void judge(int row, PhoneNumber to, boolean wide, long now) {
    double threshold = wide ? PREFIX_THRESHOLD : BLOCK_THRESHOLD;
    if (score(row) < threshold) {
      return;
    }
    long key = table.cells()[row];
    // What was on its way when the block was set must not set the next one.
    score(row, threshold / 2);
    if (active.containsKey(key) || active.size() >= BLOCKS_MAX) {
      return;
    }
    long[] cells = table.cells();
    int first = row + RowTable.PAYLOAD;
    boolean again = cells[first + ENDED] != 0 && now - cells[first + ENDED] < REPEAT_MILLIS;
    int repeats = again ? (int) cells[first + REPEATS] + 1 : 0;
    long until = now + Math.min(LONGEST_BLOCK_MILLIS, FIRST_BLOCK_MILLIS << Math.min(repeats, 16));
    String prefix = wide ? to.e164().substring(0, prefixLength(to)) : blockPrefix(to);
    cells[first + REPEATS] = repeats;
    cells[first + ENDED] = until;
    table.keep(row, until + REPEAT_MILLIS);
    PumpingBlock block =
        new PumpingBlock(account, prefix, wide ? 0 : HIDDEN_DIGITS, until, repeats);
    active.put(key, new Active(block, key));
    nextLift = Math.min(nextLift, until);
    observer.pumpingBlocked(block);
  }

  /** Opens what has been closed long enough. */
  void poll(long now) {
    if (now < nextLift) {
      return;
    }
    nextLift = Long.MAX_VALUE;
    for (Active each : List.copyOf(active.values())) {
      if (each.block().untilMillis() <= now) {
        open(each, now);
        observer.pumpingLifted(each.block(), false);
      } else {
        nextLift = Math.min(nextLift, each.block().untilMillis());
      }
    }
  }

  private void open(Active each, long now) {
    active.remove(each.key());
    int row = cell(each.key(), now, false);
    if (row != RowTable.NONE) {
      double threshold = each.block().hiddenDigits() == 0 ? PREFIX_THRESHOLD : BLOCK_THRESHOLD;
      score(row, Math.min(score(row), threshold / 2));
    }
  }

  /** Opens these numbers now, and does not close them again until then. */
  boolean lift(String prefix, long openUntilMillis, long now) {
    openUntil.values().removeIf(until -> until <= now);
    @Nullable Active found = null;
    for (Active each : active.values()) {
      if (each.block().prefix().equals(prefix)) {
        found = each;
      }
    }
    if (found == null) {
      return false;
    }
    if (openUntil.size() < BLOCKS_MAX) {
      openUntil.put(found.key(), openUntilMillis);
    }
    open(found, now);
    observer.pumpingLifted(found.block(), true);
    return true;
  }

  List<PumpingBlock> blocks() {
    List<PumpingBlock> blocks = new ArrayList<>(active.size());
    active.values().forEach(each -> blocks.add(each.block()));
    return blocks;
  }

  /** A block that was in force when the node stopped. */
  void restore(PumpingBlock block, long now) {
    boolean wide = block.hiddenDigits() == 0;
    long digits = Long.parseLong(block.prefix(), 1, block.prefix().length(), 10);
    long key = wide ? digits | PREFIX_BIT : digits;
    int row = cell(key, now, false);
    if (row != RowTable.NONE) {
      int first = row + RowTable.PAYLOAD;
      table.cells()[first + REPEATS] = block.repeats();
      table.cells()[first + ENDED] = block.untilMillis();
      table.keep(row, block.untilMillis() + REPEAT_MILLIS);
    }
    if (block.untilMillis() > now && active.size() < BLOCKS_MAX) {
      active.put(key, new Active(block, key));
      nextLift = Math.min(nextLift, block.untilMillis());
      observer.pumpingBlocked(block);
    }
  }

  /** The account is no more. */
  void clear() {
    table.clear();
    neighbours.clear();
    shares.clear();
    active.values().forEach(each -> observer.pumpingLifted(each.block(), false));
    active.clear();
    openUntil.clear();
  }
}
