package io.strowger.gateway.simulation;

import io.strowger.gateway.delivery.HeldReceipt;
import io.strowger.gateway.delivery.StoreChange;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import io.strowger.smpp.receipt.ReceiptState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Knows, independently of the gateway, what was promised to clients, what is durable, what left for
 * the carriers and what reached a handset; and says what does not fit together. Each message has a
 * destination of its own, by which everything is brought together.
 */
final class Witness {
  /** What the client asked for. */
  record Asked(String to, String text, long ttlMillis) {}

  /** What the client was promised. */
  record Promised(MessageId id, long expiresAtMillis) {}

  private final Map<String, Asked> asked = new HashMap<>();
  private final Map<String, Promised> promised = new HashMap<>();
  private final Map<String, Message> durable = new HashMap<>();
  private final Map<String, MessageState> finals = new HashMap<>();
  private final Map<String, String> byEsme = new HashMap<>();
  private final Map<String, ReceiptState> heard = new HashMap<>();
  private final Set<String> durableReceipts = new HashSet<>();
  private final Map<String, Set<Integer>> doubted = new HashMap<>();
  private final Map<String, Integer> submitsLeft = new HashMap<>();
  private final Map<String, Integer> copies = new HashMap<>();
  private final List<String> violations = new ArrayList<>();
  private int refusedAtTheDoor;

  List<String> violations() {
    return violations;
  }

  void violated(String what) {
    if (violations.size() < 20) {
      violations.add(what);
    }
  }

  int promisedCount() {
    return promised.size();
  }

  int refusedAtTheDoor() {
    return refusedAtTheDoor;
  }

  long finals(Class<? extends MessageState.Final> kind) {
    return finals.values().stream().filter(kind::isInstance).count();
  }

  int copies() {
    return copies.values().stream().mapToInt(Integer::intValue).sum();
  }

  // ---- clients ----

  void asks(Asked request) {
    asked.put(request.to(), request);
  }

  void refused() {
    refusedAtTheDoor++;
  }

  void promises(String to, Promised promise) {
    if (!durable.containsKey(to)) {
      violated(to + ": accepted before it was durable");
    }
    promised.put(to, promise);
  }

  /** As {@link #promises}, by a submit_sm_resp, which tells no deadline. */
  void promisesByEsme(String to, MessageId id) {
    Message message = durable.get(to);
    if (message == null || !message.id().equals(id)) {
      violated(to + ": submit_sm_resp before it was durable");
      return;
    }
    byEsme.put(id.toString(), to);
    promised.put(to, new Promised(id, message.spec().expiresAtMillis()));
  }

  /** A client took a receipt. */
  void esmeHears(String messageId, ReceiptState state) {
    ReceiptState before = heard.putIfAbsent(messageId, state);
    if (before != null && before != state) {
      violated(messageId + ": told " + before + " and then " + state);
    }
  }

  int receiptsTold() {
    return heard.size();
  }

  // ---- the store ----

  void committed(List<StoreChange> changes) {
    for (StoreChange change : changes) {
      switch (change) {
        case StoreChange.Opened(Message message) -> durable(message);
        case StoreChange.Replaced(Message message) -> durable(message);
        case StoreChange.Updated(Message message) -> durable(message);
        case StoreChange.Closed(Message message) -> durable(message);
        case StoreChange.Annotated(Message message) -> durable(message);
        case StoreChange.Keep(HeldReceipt receipt) ->
            receipt.candidateIds().forEach(id -> durableReceipts.add(receipt.carrier() + id));
        case StoreChange.Keep _, StoreChange.Drop _ -> {}
      }
    }
  }

  private void durable(Message message) {
    String to = message.spec().to().e164();
    durable.put(to, message);
    MessageState before = finals.get(to);
    if (before != null && !before.equals(message.state())) {
      violated(to + ": final " + before + " became " + message.state());
    }
    if (message.isFinal()) {
      finals.putIfAbsent(to, message.state());
    }
    for (Attempt attempt : message.attempts()) {
      boolean decided =
          attempt.verdict() instanceof Verdict.Arrived
              || attempt.verdict() instanceof Verdict.Refused;
      for (int part = 0; part < attempt.carrierIds().size(); part++) {
        if (decided || (attempt.partsDelivered() & (1L << part)) != 0) {
          durableReceipts.add(attempt.choice().carrier() + attempt.carrierIds().get(part));
        }
      }
      if (attempt.verdict() instanceof Verdict.InDoubt
          || attempt.verdict() instanceof Verdict.Silent) {
        doubted.computeIfAbsent(to, _ -> new HashSet<>()).add(attempt.ordinal());
      }
    }
  }

  // ---- the wire ----

  /** A submit_sm leaves: the first, or only, part of a message when {@code first}. */
  void submitLeaves(String carrier, String to, boolean first, long nowMillis) {
    Message message = durable.get(to);
    if (message == null) {
      violated(to + ": sent without a durable message");
      return;
    }
    if (nowMillis >= message.spec().expiresAtMillis()) {
      violated(to + ": sent " + (nowMillis - message.spec().expiresAtMillis()) + " ms too late");
    }
    int recorded = 0;
    for (Attempt attempt : message.attempts()) {
      if (attempt.choice().carrier().equals(carrier)) {
        recorded += attempt.submits();
      }
    }
    int left = submitsLeft.merge(carrier + to, first ? 1 : 0, Integer::sum);
    if (left > recorded) {
      violated(to + ": " + left + " submits to " + carrier + ", records for " + recorded);
    }
  }

  /** deliver_sm_resp leaves for a receipt that named one of these ids. */
  void receiptAcknowledged(String carrier, List<String> candidateIds) {
    if (candidateIds.stream().noneMatch(id -> durableReceipts.contains(carrier + id))) {
      violated(carrier + ": receipt " + candidateIds + " acknowledged before it was durable");
    }
  }

  /** A carrier took a whole message and brings it to the handset. */
  void copyArrives(String to, String text) {
    Asked request = asked.get(to);
    if (request == null || !request.text().equals(text)) {
      violated(to + ": another text arrived than was asked for");
    }
    copies.merge(to, 1, Integer::sum);
  }

  // ---- the end ----

  void judge() {
    promised.forEach((to, promise) -> {
      Message message = durable.get(to);
      if (message == null || !message.id().equals(promise.id())) {
        violated(to + ": accepted and forgotten");
      } else if (!message.isFinal()) {
        violated(to + ": has no end, state " + message.state());
      } else if (message.spec().expiresAtMillis() != promise.expiresAtMillis()) {
        violated(to + ": its deadline moved");
      }
    });
    byEsme.forEach((id, to) -> {
      ReceiptState told = heard.get(id);
      ReceiptState due =
          switch (finals.get(to)) {
            case MessageState.Delivered _ -> ReceiptState.DELIVERED;
            case MessageState.Expired _ -> ReceiptState.EXPIRED;
            case MessageState.Cancelled _ -> ReceiptState.DELETED;
            case MessageState.Failed _ -> ReceiptState.UNDELIVERABLE;
            case null, default -> null;
          };
      if (told != due) {
        violated(to + ": the client was told " + told + ", and it is " + finals.get(to));
      }
    });
    copies.forEach((to, count) -> {
      int explained = doubted.getOrDefault(to, Set.of()).size();
      if (count - 1 > explained) {
        violated(to + ": " + count + " copies, " + explained + " attempts in doubt or silent");
      }
    });
    finals.forEach((to, state) -> {
      if (state instanceof MessageState.Delivered && copies.getOrDefault(to, 0) == 0) {
        violated(to + ": delivered, and nothing arrived");
      }
    });
  }
}
