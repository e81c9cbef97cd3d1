package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.KeptData;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.simulation.Ledger.Line;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the SMPP door answered, and the receipts it owes for that. */
final class EsmeWitness {
  private static final String PART = "smpp-part";

  private final Witness witness;
  private final Set<String> keptParts = new HashSet<>();
  private final Set<Long> storedParts = new HashSet<>();
  private final Map<String, MessageId> promisedIds = new LinkedHashMap<>();
  private final Map<String, ReceiptState> heard = new HashMap<>();
  private final Map<String, String> replaced = new HashMap<>();
  private int longMessages;
  private int partsAnswered;
  private int neverWhole;
  private int cancelled;
  private int replacements;
  private int queried;

  EsmeWitness(Witness witness) {
    this.witness = witness;
    witness.onArrival(this::arrives);
  }

  /** Counts of what occurred. */
  List<Integer> occurrences() {
    return List.of(longMessages, partsAnswered, neverWhole, cancelled, replacements, queried);
  }

  int receiptsTold() {
    return heard.size();
  }

  void kept(KeptData data) {
    if (data.kind().equals(PART)) {
      keptParts.add("p%07x".formatted(data.sequence() & 0xFFF_FFFF));
      storedParts.add(data.sequence());
    }
  }

  void dropped(long sequence) {
    storedParts.remove(sequence);
  }

  private @Nullable Line line(String id) {
    try {
      return witness.ledger.find(MessageId.parse(id));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  /** submit_sm_resp with this id for a whole message. */
  void accepts(String to, String id) {
    Line line = line(id);
    if (line == null || !line.message.spec().to().e164().equals(to)) {
      witness.violated(to + ": submit_sm_resp before it was durable");
      return;
    }
    promisedIds.put(id, line.id());
    witness.promises(to, new Witness.Promised(line.id(), line.expiresAtMillis()));
  }

  /** submit_sm_resp for a part: under the whole's id, or a name of its own. */
  void acceptsPart(String to, String id) {
    partsAnswered++;
    if (line(id) != null) {
      accepts(to, id);
    } else if (!keptParts.contains(id)) {
      witness.violated(to + ": a part answered before it was durable");
    }
  }

  /** All is said about a long message. */
  void longMessageEnds(LongSubmit submit) {
    longMessages++;
    List<Line> lines = witness.ledger.to(submit.to());
    if (submit.neverComplete()) {
      neverWhole++;
      if (!lines.isEmpty()) {
        witness.violated(submit.to() + ": a message of which a part was never sent");
      }
      return;
    }
    if (!submit.allAccepted()) {
      return;
    }
    if (lines.isEmpty()) {
      witness.violated(submit.to() + ": every part was accepted, and the whole forgotten");
      return;
    }
    if (!submit.repeatedAny()) {
      submit.names().forEach(name -> promisedIds.put(name, lines.getFirst().id()));
    }
  }

  /** A client took a receipt. */
  void hears(String messageId, ReceiptState state) {
    ReceiptState before = heard.putIfAbsent(messageId, state);
    if (before != null && before != state) {
      witness.violated(messageId + ": told " + before + " and then " + state);
    }
    Line line = line(messageId);
    if (line != null && state != stateOf(line.end)) {
      witness.violated(messageId + ": told " + state + ", and it is " + line.end);
    }
  }

  /** query_sm_resp, to a query that was sent when the message had, or had not, ended so. */
  void queried(String id, MessageState.@Nullable Final endedThen, @Nullable ReceiptState told) {
    queried++;
    Line line = line(id);
    if (line == null) {
      witness.violated(id + ": a state of an unknown message");
    } else if (endedThen != null ? told != stateOf(endedThen) : !line.states.contains(word(told))) {
      witness.violated(id + ": said to be " + told + ", and it is " + line.message.state());
    }
  }

  /** cancel_sm_resp without an error. */
  void cancelled(String id) {
    cancelled++;
    Line line = line(id);
    if (line == null || !(line.end instanceof MessageState.Cancelled)) {
      witness.violated(id + ": cancel_sm_resp before it was cancelled, durably");
    }
  }

  /** replace_sm_resp without an error. */
  void replaced(String to, String id, String before, String after) {
    replacements++;
    Line line = line(id);
    if (line == null || !line.text.equals(after)) {
      witness.violated(to + ": replace_sm_resp before it was replaced, durably");
    }
    if (witness.copiesOf(to, before) > 0) {
      witness.violated(to + ": replaced after it had been sent");
    }
    replaced.put(to, before);
  }

  private void arrives(String to, String text) {
    if (text.equals(replaced.get(to))) {
      witness.violated(to + ": the text that was replaced arrived");
    }
  }

  void judge() {
    if (!storedParts.isEmpty()) {
      witness.violated(storedParts.size() + " parts of long messages were left in the store");
    }
    promisedIds.forEach((name, id) -> {
      Line line = witness.ledger.find(id);
      ReceiptState due = line == null ? null : stateOf(line.end);
      ReceiptState told = heard.get(name);
      if (told != due) {
        witness.violated(name + ": the client was told " + told + ", and it is " + due);
      }
    });
  }

  private static @Nullable ReceiptState stateOf(MessageState.@Nullable Final end) {
    return switch (end) {
      case MessageState.Delivered _ -> ReceiptState.DELIVERED;
      case MessageState.Expired _ -> ReceiptState.EXPIRED;
      case MessageState.Cancelled _ -> ReceiptState.DELETED;
      case MessageState.Failed _ -> ReceiptState.UNDELIVERABLE;
      case null -> null;
    };
  }

  /** In the words of the ledger; ENROUTE stands for two of them, of which one always was. */
  private static String word(@Nullable ReceiptState state) {
    return switch (state) {
      case DELIVERED -> "delivered";
      case EXPIRED -> "expired";
      case DELETED -> "cancelled";
      case UNDELIVERABLE -> "failed";
      case ENROUTE -> "sending";
      case ACCEPTED -> "accepted";
      case null, default -> Objects.toString(state);
    };
  }
}
