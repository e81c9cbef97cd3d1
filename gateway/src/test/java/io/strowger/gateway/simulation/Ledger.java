package io.strowger.gateway.simulation;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Every message that became durable, by its id and by the number it goes to. */
final class Ledger {
  /** One message: as it is now, and all that it ever was. */
  static final class Line {
    Message message;
    String text;
    final Set<String> states = new HashSet<>();
    final Set<Integer> doubted = new HashSet<>();
    MessageState.@Nullable Final end;
    long endedAtMillis;

    /** The life of the node in which it ended. */
    int endedInLife;

    Line(Message message) {
      this.message = message;
      this.text = message.spec().text().reveal();
    }

    MessageId id() {
      return message.id();
    }

    long acceptedAtMillis() {
      return message.spec().acceptedAtMillis();
    }

    long expiresAtMillis() {
      return message.spec().expiresAtMillis();
    }
  }

  private final Consumer<String> violations;
  private final Map<String, List<Line>> byNumber = new HashMap<>();
  private final Map<MessageId, Line> byId = new LinkedHashMap<>();

  Ledger(Consumer<String> violations) {
    this.violations = violations;
  }

  @Nullable Line find(MessageId id) {
    return byId.get(id);
  }

  /** In the order in which they became durable. */
  List<Line> to(String number) {
    return byNumber.getOrDefault(number, List.of());
  }

  Collection<Line> all() {
    return byId.values();
  }

  /** A change of this message is durable. */
  Line durable(Message message, long nowMillis, int life) {
    Line line = byId.get(message.id());
    if (line == null) {
      line = new Line(message);
      byId.put(message.id(), line);
      byNumber.computeIfAbsent(message.spec().to().e164(), _ -> new ArrayList<>()).add(line);
    }
    line.message = message;
    line.states.add(message.clientState());
    if (!message.spec().text().isShredded()) {
      line.text = message.spec().text().reveal();
    }
    MessageState.Final before = line.end;
    if (before != null && !before.equals(message.state())) {
      violations.accept(message.id() + ": final " + before + " became " + message.state());
    }
    if (before == null && message.state() instanceof MessageState.Final end) {
      line.end = end;
      line.endedAtMillis = nowMillis;
      line.endedInLife = life;
    }
    for (Attempt attempt : message.attempts()) {
      if (attempt.verdict() instanceof Verdict.InDoubt
          || attempt.verdict() instanceof Verdict.Silent
          || attempt.isProbe()) {
        line.doubted.add(attempt.ordinal());
      }
    }
    return line;
  }
}
