package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.MessageDesk;
import io.strowger.gateway.delivery.Reply;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.RegisteredDelivery;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Parts of long messages whose others are missing. Most clients send all parts at once, and are
 * answered with the whole. One that waits for the answer to a part before it sends the next gets it
 * after a moment, once the part itself is durable: success never speaks of what a crash would lose.
 *
 * <pre>
 *   arrived ──patience over──▶ keeping ──stored──▶ kept, and answered with a name of its own
 *      └────────── the whole comes: settled with its message, whatever the part is by then;
 *                  refused for the moment, its kept parts wait again for what was refused
 * </pre>
 */
final class EsmeParts {
  private static final long PATIENCE_MILLIS = 150;

  private enum Stage {
    ARRIVED,
    KEEPING,
    KEPT
  }

  private static final class Part {
    final RequestRef request;
    final StoredPart content;
    final long sinceMillis;
    Stage stage = Stage.ARRIVED;
    long sequence;
    boolean settled;

    Part(RequestRef request, StoredPart content, long sinceMillis) {
      this.request = request;
      this.content = content;
      this.sinceMillis = sinceMillis;
    }
  }

  /** Where parts wait for the others of their message. */
  interface Assembly {
    void restore(String account, Map<RequestRef, ShortMessage> parts);
  }

  /** What a whole message takes the place of. */
  static final class Whole {
    private final List<Part> kept;
    private final RegisteredDelivery asked;

    private Whole(List<Part> kept, RegisteredDelivery asked) {
      this.kept = List.copyOf(kept);
      this.asked = asked;
    }

    /** What of it is in the store. */
    List<Long> settles() {
      return kept.stream().map(part -> part.sequence).toList();
    }

    /** What its parts were answered with. */
    List<String> names() {
      return kept.stream().map(part -> nameOf(part.sequence)).toList();
    }

    /** What its parts asked for: some clients ask with one part for all of them. */
    RegisteredDelivery asked() {
      return asked;
    }
  }

  private final MessageDesk desk;
  private final Assembly assembly;
  private final Consumer<List<Response>> answers;
  private final Map<RequestRef, Part> parts = new LinkedHashMap<>();

  EsmeParts(MessageDesk desk, Assembly assembly, Consumer<List<Response>> answers) {
    this.desk = desk;
    this.assembly = assembly;
    this.answers = answers;
  }

  synchronized void arrived(Inbound.Part part, long nowMillis) {
    StoredPart content = new StoredPart(part.esme().account(), part.part());
    parts.put(part.request(), new Part(part.request(), content, nowMillis));
  }

  /** Stored before a restart, and given back to the server under this request. */
  synchronized void restored(
      RequestRef request, StoredPart content, long sequence, long nowMillis) {
    Part known = new Part(request, content, nowMillis);
    known.stage = Stage.KEPT;
    known.sequence = sequence;
    parts.put(request, known);
  }

  /** The message is whole: what of it was kept goes with its commit. */
  synchronized Whole whole(List<RequestRef> requests) {
    List<Part> kept = new ArrayList<>(0);
    RegisteredDelivery asked = RegisteredDelivery.of(0);
    for (RequestRef request : requests) {
      Part part = parts.remove(request);
      if (part == null) {
        continue;
      }
      part.settled = true;
      asked = asked.or(RegisteredDelivery.of(part.content.part().registeredDelivery()));
      if (part.stage == Stage.KEPT) {
        kept.add(part);
      }
    }
    return new Whole(kept, asked);
  }

  /** The whole is decided, and about to be answered. */
  void ended(Whole whole, Submission.Ending ending, long nowMillis) {
    switch (ending) {
      case Submission.Ending.Taken(boolean settled) when settled -> {}
      case Submission.Ending.Taken _ -> over(whole);
      case Submission.Ending.Refused(boolean forNow) when forNow -> refusedForNow(whole, nowMillis);
      case Submission.Ending.Refused _ -> over(whole);
    }
  }

  /**
   * The whole was refused, and may be taken another time: its client will send again only the parts
   * that it was not told are taken. To be called before the refusal is answered.
   */
  private synchronized void refusedForNow(Whole whole, long nowMillis) {
    if (whole.kept.isEmpty()) {
      return;
    }
    Map<RequestRef, ShortMessage> again = new LinkedHashMap<>();
    String account = whole.kept.getFirst().content.account();
    for (Part part : whole.kept) {
      restored(part.request, part.content, part.sequence, nowMillis);
      again.put(part.request, part.content.part());
    }
    assembly.restore(account, again);
  }

  /** Decided without a commit that took its kept parts. */
  private void over(Whole whole) {
    List<Long> kept = whole.settles();
    if (!kept.isEmpty()) {
      desk.drop(kept);
    }
  }

  /** The whole never came. */
  void abandoned(List<RequestRef> requests) {
    over(whole(requests));
  }

  /** Keeps those whose client has waited long enough. Called every few tens of milliseconds. */
  synchronized void tick(long nowMillis) {
    for (Iterator<Part> each = parts.values().iterator(); each.hasNext(); ) {
      Part part = each.next();
      if (nowMillis - part.sinceMillis < PATIENCE_MILLIS) {
        return;
      }
      if (part.stage == Stage.ARRIVED) {
        part.stage = Stage.KEEPING;
        if (!desk.keep(part.content.draft(), reply -> stored(part, reply))) {
          each.remove();
          refuse(part);
        }
      }
    }
  }

  private synchronized void stored(Part part, Reply reply) {
    if (!(reply instanceof Reply.Kept(long sequence))) {
      parts.remove(part.request);
      refuse(part);
      return;
    }
    if (part.settled) {
      desk.drop(List.of(sequence));
      return;
    }
    part.stage = Stage.KEPT;
    part.sequence = sequence;
    answers.accept(List.of(new Response.Accepted(part.request, nameOf(sequence))));
  }

  private void refuse(Part part) {
    answers.accept(List.of(new Response.Refused(part.request, CommandStatus.ESME_RMSGQFUL)));
  }

  /** Eight characters, which SMPP 3.3 allows, and no message id. */
  private static String nameOf(long sequence) {
    return "p%07x".formatted(sequence & 0xFFF_FFFF);
  }

  synchronized int size() {
    return parts.size();
  }
}
