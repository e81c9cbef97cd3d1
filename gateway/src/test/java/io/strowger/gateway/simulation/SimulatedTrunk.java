package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.SmsChannel.AttemptRef;
import io.strowger.gateway.message.CallEnding;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.route.CarrierCondition;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Telephone carriers as one life of the node sees them: they answer, ring for ever, say they
 * answered when nobody did, hang up, or fall silent in any state of a call.
 */
final class SimulatedTrunk implements CallSide {
  static final List<String> CARRIERS = List.of("vox", "vow");

  /** What becomes of a call. */
  private enum Fate {
    HEARD,
    CONFIRMED,
    SILENT,
    FALSE_ANSWER,
    RECORDER,
    HUNG_UP,
    BUSY,
    NO_ANSWER,
    NO_SUCH_NUMBER,
    NO_RESPONSE,
    THROTTLED,
    DIES_RINGING,
    DIES_TALKING
  }

  private static final long SCRIPT_MILLIS = 4_000;

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private final Consumer<DispatchEvent> events;
  private final Map<AttemptRef, Ongoing> calls = new HashMap<>();
  private boolean dead;

  /**
   * @param events where the node hears of its calls
   */
  SimulatedTrunk(
      Timeline timeline, SplittableRandom random, Witness witness, Consumer<DispatchEvent> events) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
    this.events = events;
  }

  /** The carriers are there; now and then one is not for a while. */
  @Override
  public void start() {
    for (String carrier : CARRIERS) {
      usable(carrier, true);
      if (random.nextInt(4) == 0) {
        long from = random.nextLong(5_000);
        timeline.in(from, () -> usable(carrier, false));
        timeline.in(from + random.nextLong(4_000), () -> usable(carrier, true));
      }
    }
  }

  private void usable(String carrier, boolean usable) {
    if (!dead) {
      events.accept(new DispatchEvent.CarrierChanged(new CarrierCondition(carrier, usable, 0)));
    }
  }

  /** The node is gone. Who is being talked to hears the rest, and nobody learns of it. */
  @Override
  public void nodeDies() {
    dead = true;
  }

  @Override
  public void poll() {}

  @Override
  public boolean touched() {
    return false;
  }

  @Override
  public void place(List<Call> batch) {
    for (Call call : batch) {
      witness.calls.placed(call);
      Ongoing ongoing = new Ongoing(call);
      calls.put(call.ref(), ongoing);
      timeline.in(random.nextLong(1, 60), ongoing::begin);
    }
  }

  @Override
  public void hangUp(List<HangUp> batch) {
    for (HangUp hangUp : batch) {
      Ongoing ongoing = calls.get(hangUp.ref());
      if (ongoing != null) {
        timeline.in(random.nextLong(1, 60), ongoing::hungUpByNode);
      }
    }
  }

  private static final List<Fate> FATES = List.of(Fate.values());
  private static final List<CallEvidence.Answer> ANSWERS = List.of(CallEvidence.Answer.values());

  private final class Ongoing {
    private final Call call;
    private final Fate fate = FATES.get(random.nextInt(FATES.size()));
    private final String trunk;
    private CallEvidence evidence = CallEvidence.NONE;
    private boolean over;

    Ongoing(Call call) {
      this.call = call;
      this.trunk = call.carrier() + "-" + (1 + random.nextInt(2));
    }

    void begin() {
      switch (fate) {
        case NO_RESPONSE -> timeline.in(2_500, () -> end(CallEnding.OTHER_TRUNK, "sip:408"));
        case THROTTLED -> end(CallEnding.THROTTLED, "sip:503");
        case NO_SUCH_NUMBER -> end(CallEnding.NUMBER_DOES_NOT_EXIST, "sip:404");
        case BUSY -> end(CallEnding.BUSY, "sip:486");
        default -> ring();
      }
    }

    private void ring() {
      if (over) {
        return;
      }
      progress(true, false);
      long rings = random.nextLong(300, 4_000);
      switch (fate) {
        case NO_ANSWER -> timeline.in(6_000, () -> end(CallEnding.NO_ANSWER, "sip:480"));
        case DIES_RINGING -> timeline.in(rings, () -> end(CallEnding.OTHER_TRUNK, "sip:408"));
        default -> timeline.in(rings, this::answer);
      }
    }

    private void answer() {
      if (over) {
        return;
      }
      if (timeline.now() >= call.deadlineMillis()) {
        end(CallEnding.DEADLINE, "deadline");
        return;
      }
      progress(true, true);
      witness.calls.speaks(call, dead);
      long talks =
          fate == Fate.HUNG_UP || fate == Fate.DIES_TALKING
              ? random.nextLong(100, SCRIPT_MILLIS)
              : SCRIPT_MILLIS;
      timeline.in(talks, this::finish);
    }

    private void finish() {
      if (over) {
        return;
      }
      switch (fate) {
        case HEARD, CONFIRMED -> {
          if (call.purpose() == Plan.Purpose.APPROVAL) {
            asked();
            return;
          }
          Secret code = call.code();
          witness.calls.heard(call.to().e164(), code == null ? "" : code.reveal());
          evidence = talked(true, true, fate == Fate.CONFIRMED, Doubt.NONE);
          end(CallEnding.COMPLETED, "completed");
        }
        case SILENT -> {
          evidence = talked(false, true, false, Doubt.SILENT);
          end(random.nextBoolean() ? CallEnding.NO_MEDIA : CallEnding.COMPLETED, "no-media");
        }
        case FALSE_ANSWER -> {
          evidence = talked(true, true, false, Doubt.RINGBACK);
          end(CallEnding.COMPLETED, "completed");
        }
        case RECORDER -> {
          evidence = talked(true, true, false, Doubt.VOICEMAIL);
          end(CallEnding.COMPLETED, "completed");
        }
        case DIES_TALKING -> {
          evidence = talked(true, false, false, Doubt.NONE);
          end(CallEnding.OTHER_TRUNK, "sip:408");
        }
        default -> {
          evidence = talked(true, false, false, Doubt.NONE);
          end(CallEnding.HUNG_UP_EARLY, "bye");
        }
      }
    }

    /** Some press a key when they have heard the question; nobody is asked after the deadline. */
    private void asked() {
      if (timeline.now() >= call.deadlineMillis()) {
        end(CallEnding.DEADLINE, "deadline");
        return;
      }
      evidence = talked(true, true, false, Doubt.NONE);
      if (random.nextInt(4) > 0) {
        CallEvidence.Answer answer = ANSWERS.get(random.nextInt(ANSWERS.size()));
        witness.approvals.presses(call, answer, dead);
        witness.calls.answered(call);
        evidence = evidence.keyed(true, answer);
      }
      end(CallEnding.COMPLETED, "completed");
    }

    void hungUpByNode() {
      end(CallEnding.CANCELLED, "cancelled");
    }

    private void progress(boolean ringing, boolean answered) {
      evidence = CallEvidence.progress(ringing, answered);
      if (!dead) {
        events.accept(new DispatchEvent.CallProgress(call.ref(), trunk, evidence));
      }
    }

    private void end(CallEnding ending, String code) {
      if (!over) {
        over = true;
        witness.calls.ended();
        if (!dead) {
          events.accept(
              new DispatchEvent.CallEnded(call.ref(), trunk, ending, code, code, evidence));
        }
      }
    }
  }

  /** Why an answered call may have reached nobody. */
  private enum Doubt {
    NONE,
    SILENT,
    RINGBACK,
    VOICEMAIL
  }

  private static CallEvidence talked(
      boolean media, boolean played, boolean confirmed, @Nullable Doubt doubt) {
    return new CallEvidence(
        true,
        true,
        media,
        played,
        confirmed,
        null,
        300,
        1_000,
        SCRIPT_MILLIS,
        200,
        0,
        doubt == Doubt.RINGBACK,
        doubt == Doubt.VOICEMAIL,
        doubt == Doubt.SILENT);
  }
}
