package io.strowger.sip.simulation;

import io.strowger.sip.call.CallReport;
import io.strowger.sip.call.Disposition;
import io.strowger.sip.prompt.ApprovalScript;
import io.strowger.sip.prompt.CodeScript;
import io.strowger.sip.prompt.ScriptResult;
import io.strowger.sip.simulator.CallRecord;
import io.strowger.sip.simulator.PacketlessMedia;
import io.strowger.sip.simulator.PacketlessMedia.OurEnd;
import io.strowger.sip.trunk.CallOrder;
import io.strowger.sip.trunk.SipCarrierListener;
import io.strowger.sip.trunk.SipCarrierStatus;
import io.strowger.sip.trunk.TrunkEngine;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Stands beside the engine and believes nothing that it did not see for itself. */
final class CallChecker implements PacketlessMedia.Watch, TrunkWorld.Recorder {
  /** A trunk that dies may go unnoticed so long at the end of a sentence. */
  private static final long UNNOTICED_SAMPLES = 4 * 8_000;

  private final TrunkWorld world;
  private final Map<String, Call> calls = new HashMap<>();
  private final Map<OurEnd, Call> byEnd = new HashMap<>();
  private final Set<String> codesHeard = new HashSet<>();
  private final Set<String> sitesLost = new HashSet<>();
  private final Map<Disposition, Integer> dispositions = new EnumMap<>(Disposition.class);
  private final List<String> violations = new ArrayList<>();
  private @Nullable OurEnd justOpened;
  private int answersByKey;
  private int diverted;

  /** What is known of an order. */
  private static final class Call {
    final CallOrder order;
    final List<OurEnd> ends = new ArrayList<>();
    boolean rang;
    boolean lostWithUs;
    @Nullable CallReport report;

    Call(CallOrder order) {
      this.order = order;
    }
  }

  CallChecker(TrunkWorld world) {
    this.world = world;
  }

  List<String> violations() {
    return violations;
  }

  Map<Disposition, Integer> dispositions() {
    return dispositions;
  }

  int answersByKey() {
    return answersByKey;
  }

  int diverted() {
    return diverted;
  }

  private void violated(String what) {
    violations.add((world.now() % 1_000_000) + ": " + what);
  }

  void placed(CallOrder order) {
    calls.put(order.reference(), new Call(order));
  }

  private Call call(String reference) {
    Call found = calls.get(reference);
    if (found == null) {
      throw new AssertionError("nobody ordered " + reference);
    }
    return found;
  }

  @Override
  public void opened(OurEnd end) {
    justOpened = end;
  }

  @Override
  public void speaks(OurEnd end) {
    Call call = byEnd.get(end);
    if (call == null) {
      violated("words without a call");
    } else if (world.now() > call.order.deadlineMillis() && !call.lostWithUs) {
      violated(call.order.reference() + ": spoken to after the deadline");
    }
  }

  @Override
  public void recorded(String trunk, CallRecord record) {
    codesHeard.addAll(record.codes());
  }

  @Override
  public void lost(String trunk) {
    sitesLost.add(trunk);
  }

  /** Our engine is gone, and all that it knew. */
  void died() {
    for (Call call : calls.values()) {
      if (call.report == null) {
        call.lostWithUs = true;
        call.ends.forEach(OurEnd::close);
      }
    }
  }

  /** The listener of one life of the engine. */
  SipCarrierListener of(int mine, IntSupplier living) {
    return new SipCarrierListener() {
      @Override
      public void progress(String carrier, String trunk, String reference, Progress progress) {
        if (mine == living.getAsInt()) {
          progressed(call(reference), progress);
        }
      }

      @Override
      public void ended(String carrier, CallReport report, @Nullable ScriptResult result) {
        if (mine == living.getAsInt()) {
          judge(call(report.reference()), report, result);
        }
      }

      @Override
      public void diverted(String carrier, CallReport report, String nextTrunk) {
        if (mine == living.getAsInt()) {
          diverted++;
          if (call(report.reference()).rang) {
            violated(report.reference() + ": a second telephone rings");
          }
        }
      }

      @Override
      public void fault(String carrier, String what) {
        violated("fault: " + what);
      }
    };
  }

  private void progressed(Call call, SipCarrierListener.Progress progress) {
    OurEnd opened = justOpened;
    if (progress == SipCarrierListener.Progress.PLACED) {
      if (opened == null) {
        violated(call.order.reference() + ": called without media");
      } else {
        for (OurEnd before : call.ends) {
          if (!before.isClosed()) {
            violated(call.order.reference() + ": two calls at the same time");
          }
        }
        call.ends.add(opened);
        byEnd.put(opened, call);
        justOpened = null;
      }
      if (world.now() >= call.order.answerByMillis()) {
        violated(call.order.reference() + ": called when it was too late to answer");
      }
    } else {
      call.rang = true;
    }
  }

  private void judge(Call call, CallReport report, @Nullable ScriptResult result) {
    String reference = call.order.reference();
    if (call.report != null) {
      violated(reference + ": ended twice");
    }
    call.report = report;
    Disposition disposition = report.outcome().disposition();
    dispositions.merge(disposition, 1, Integer::sum);
    if (world.now() > call.order.deadlineMillis() + 1) {
      violated(reference + ": ended after its deadline");
    }
    if (call.ends.stream().filter(end -> end.saidSamples() > 0).count() > 1) {
      violated(reference + ": spoken to in two calls");
    }
    OurEnd last = call.ends.isEmpty() ? null : call.ends.getLast();
    if (report.evidence().mediaSeen() && (last == null || !last.farSent())) {
      violated(reference + ": media was seen that nobody sent");
    }
    if (report.evidence().playedToEnd() && (last == null || last.saidSamples() == 0)) {
      violated(reference + ": played to the end, and nothing was said");
    }
    if (disposition == Disposition.COMPLETED && (last == null || !last.farSent())) {
      violated(reference + ": counted, and nobody was there");
    }
    if (disposition == Disposition.COMPLETED
        && call.order.script() instanceof CodeScript
        && last != null
        && last.saidSamples() - last.lostSamples() + UNNOTICED_SAMPLES < codeSamples(call)) {
      violated(
          "%s: counted, and too little of it was heard: %d of %d samples, %s"
              .formatted(
                  reference,
                  last.saidSamples() - last.lostSamples(),
                  last.saidSamples(),
                  report.evidence()));
    }
    if (result != null && result.answer() != ScriptResult.Answer.NONE) {
      answersByKey++;
      boolean keyed =
          call.order.script() instanceof ApprovalScript script
              && report
                  .evidence()
                  .keys()
                  .chars()
                  .anyMatch(key ->
                      key == script.approve()
                          || Character.valueOf((char) key).equals(script.deny())
                          || Character.valueOf((char) key).equals(script.fraud()));
      if (!keyed || world.noKeys()) {
        violated(reference + ": an answer that nobody keyed");
      }
    }
  }

  private static int codeSamples(Call call) {
    return call.order.script() instanceof CodeScript code
        ? TrunkWorld.PACK.digits(code.digits()).samples()
        : 0;
  }

  /** Nobody rings or waits at a trunk that lived all the time, unless our own life was cut. */
  void leftAt(String trunk, long open) {
    boolean cut = calls.values().stream().anyMatch(call -> call.lostWithUs);
    if (open > 0 && !cut && !sitesLost.contains(trunk)) {
      violated(open + " calls go on at " + trunk);
    }
  }

  /** All is over, and long enough ago. */
  void over(TrunkEngine engine, int openLines) {
    for (Call call : calls.values()) {
      CallReport report = call.report;
      if (report == null && !call.lostWithUs) {
        violated(call.order.reference() + ": never ended");
      }
      if (report != null
          && report.outcome().disposition() == Disposition.COMPLETED
          && call.order.script() instanceof CodeScript code
          && !codesHeard.contains(code.digits())
          && !sitesLost.contains(String.valueOf(report.trunk()))) {
        violated(
            call.order.reference()
                + ": counted, and the code was not heard, "
                + report
                + " said "
                + call.ends.stream()
                    .map(end -> end.saidSamples() + "-" + end.lostSamples())
                    .toList());
      }
    }
    if (openLines != 0) {
      violated(openLines + " media lines are left open");
    }
    SipCarrierStatus status = engine.status();
    if (status.liveCalls() != 0
        || status.trunks().stream().anyMatch(trunk -> trunk.liveCalls() != 0)) {
      violated("calls are left: " + status);
    }
    // Questions to trunks go on for ever: at most eight are under way for each.
    if (engine.leftovers() > 16 * status.trunks().size()) {
      violated(engine.leftovers() + " transactions and waiters are left");
    }
  }
}
