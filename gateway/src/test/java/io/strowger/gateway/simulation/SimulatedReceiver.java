package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.webhook.SimulatedWebhooks;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** An account's web server: now and then it is slow, fails, or is gone for a while. */
final class SimulatedReceiver implements SimulatedWebhooks.Receiver {
  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private boolean dead;

  SimulatedReceiver(Timeline timeline, SplittableRandom random, Witness witness) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
  }

  void dies() {
    dead = true;
  }

  void lives() {
    dead = false;
  }

  @Override
  public void post(Notice notice, String body, Consumer<Boolean> answer) {
    // What was posted is what a receiver reads, not what the gateway remembers of it.
    if (!body.contains('"' + notice.message().id().toString() + '-' + notice.sequence() + '"')) {
      witness.violated(notice.message().id() + ": an event without its id");
    }
    int life = witness.life();
    String state = notice.message().clientState();
    long delay = random.nextInt(10) == 0 ? random.nextLong(50, 2_000) : random.nextLong(1, 20);
    timeline.in(
        delay,
        () -> {
          boolean fails = dead || random.nextInt(12) == 0;
          // An answer may be lost although the request was read.
          if (!dead && (!fails || random.nextBoolean())) {
            witness.notices.hears(notice.message().id(), notice.sequence(), state, life);
          }
          if (fails) {
            witness.notices.failed();
          }
          timeline.in(random.nextLong(1, 20), () -> answer.accept(!fails));
        });
  }
}
