package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.Affected;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.delivery.MessageStore;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.delivery.StoreStatistics;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store that tells the witness what became durable, and fails when it is told to. */
final class WitnessedStore implements MessageStore {
  /** The node lost power in the middle of a commit. */
  static final class PowerLost extends RuntimeException {
    PowerLost() {
      super("power lost");
    }
  }

  private final MessageStore store;
  private final Witness witness;
  private final SplittableRandom random;
  double fullRatio;
  boolean losePower;

  WitnessedStore(MessageStore store, Witness witness, SplittableRandom random) {
    this.store = store;
    this.witness = witness;
    this.random = random;
  }

  @Override
  public Recovered recover() {
    return store.recover();
  }

  @Override
  public void commit(List<StoreChange> changes) throws StoreFullException, StoreFailedException {
    if (random.nextDouble() < fullRatio) {
      throw new StoreFullException("disk full", new java.io.IOException("no space"));
    }
    if (losePower && random.nextBoolean()) {
      throw new PowerLost();
    }
    store.commit(changes);
    witness.committed(changes);
    if (losePower) {
      throw new PowerLost();
    }
  }

  @Override
  public @Nullable Message find(MessageId id) {
    return store.find(id);
  }

  @Override
  public List<Message> search(MessageQuery query) {
    return store.search(query);
  }

  @Override
  public void affected(long sinceMillis, long untilMillis, Consumer<Affected> sink) {
    store.affected(sinceMillis, untilMillis, sink);
  }

  @Override
  public StoreStatistics statistics() {
    return store.statistics();
  }

  @Override
  public void close() {
    store.close();
  }
}
