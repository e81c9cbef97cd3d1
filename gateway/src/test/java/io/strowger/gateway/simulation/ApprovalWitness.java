package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.VoiceChannel.Call;
import io.strowger.gateway.message.ApprovalResult;
import io.strowger.gateway.message.CallEvidence.Answer;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.simulation.Ledger.Line;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Stands beside whoever is asked to approve: every question has one result at most, which is what
 * the user pressed in time, and never changes.
 */
final class ApprovalWitness {
  /** From the key to the commit, where nothing is in the way. */
  private static final long TOLD_MILLIS = 1_000;

  private record Pressed(Answer answer, long atMillis, int life) {}

  private final Witness witness;
  private final Map<MessageId, List<Pressed>> pressed = new HashMap<>();
  private final Map<MessageId, ApprovalResult> results = new HashMap<>();
  private boolean diskWasFull;

  ApprovalWitness(Witness witness) {
    this.witness = witness;
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    Map<ApprovalResult, Integer> counts = new EnumMap<>(ApprovalResult.class);
    results.values().forEach(result -> counts.merge(result, 1, Integer::sum));
    List<Integer> all = new ArrayList<>();
    for (ApprovalResult each : ApprovalResult.values()) {
      all.add(counts.getOrDefault(each, 0));
    }
    return all;
  }

  static boolean isQuestion(Message message) {
    return message.spec().plan().purpose() == Plan.Purpose.APPROVAL;
  }

  /** The user pressed a key; a node that died meanwhile does not hear of it. */
  void presses(Call call, Answer answer, boolean nodeIsDead) {
    pressed
        .computeIfAbsent(call.ref().id(), _ -> new ArrayList<>())
        .add(new Pressed(answer, witness.now(), nodeIsDead ? -1 : witness.life()));
    if (witness.now() >= call.deadlineMillis()) {
      witness.violated(call.to() + ": asked until after the deadline");
    }
  }

  void diskIsFull() {
    diskWasFull = true;
  }

  /** A change of this message is durable. */
  void durable(Message message) {
    if (!isQuestion(message)) {
      return;
    }
    ApprovalResult result = ApprovalResult.of(message);
    if (result == null) {
      if (results.containsKey(message.id())) {
        witness.violated(message.id() + ": its result was taken back");
      }
      return;
    }
    ApprovalResult before = results.putIfAbsent(message.id(), result);
    if (before != null && before != result) {
      witness.violated(message.id() + ": result " + before + " became " + result);
    }
    if (before == null && result != ApprovalResult.NO_ANSWER) {
      isPressed(message, result);
      if (witness.now() > message.spec().expiresAtMillis()) {
        witness.violated(message.id() + ": " + result + " after its deadline");
      }
    }
  }

  private void isPressed(Message message, ApprovalResult result) {
    boolean known =
        pressed.getOrDefault(message.id(), List.of()).stream()
            .anyMatch(each -> each.answer().name().equals(result.name()));
    if (!known) {
      witness.violated(message.id() + ": " + result + ", which nobody pressed");
    }
  }

  /** All is over. */
  void judge() {
    for (Line line : witness.ledger.all()) {
      if (!isQuestion(line.message) || line.end == null) {
        continue;
      }
      ApprovalResult result = results.get(line.id());
      if (line.end instanceof MessageState.Delivered && result == ApprovalResult.NO_ANSWER) {
        witness.violated(line.id() + ": delivered without an answer");
      }
      if (!(line.end instanceof MessageState.Cancelled) && result == null) {
        witness.violated(line.id() + ": ended without a result");
      }
      if (result == ApprovalResult.NO_ANSWER && !diskWasFull && isLost(line)) {
        witness.violated(line.id() + ": what was pressed is lost");
      }
    }
  }

  /** A key was pressed while the question was open, and the node lived on long enough. */
  private boolean isLost(Line line) {
    return pressed.getOrDefault(line.id(), List.of()).stream()
        .anyMatch(each ->
            each.life() == line.endedInLife && each.atMillis() + TOLD_MILLIS < line.endedAtMillis);
  }
}
