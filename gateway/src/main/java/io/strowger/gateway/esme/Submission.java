package io.strowger.gateway.esme;

import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.message.MessageId;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.UnsuccessSme;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One submit_sm, data_sm or submit_multi on its way through the dispatcher: every destination is a
 * message of its own, and the client is answered once, when all of them are decided.
 */
final class Submission {
  /** How it ended, said before the client hears of it. */
  sealed interface Ending {
    /**
     * At least one destination has its message.
     *
     * @param settled the commit of one of them took the place of what was kept of the parts
     */
    record Taken(boolean settled) implements Ending {}

    /** None has: the same may be taken another time, or never. */
    record Refused(boolean forNow) implements Ending {}
  }

  private final List<RequestRef> requests;
  private final boolean shortIds;
  private final Consumer<Ending> ending;
  private final Consumer<List<Response>> answers;
  private final List<UnsuccessSme> unsuccessful = new ArrayList<>();
  private int undecided;
  private @Nullable MessageId first;
  private boolean settled;
  private CommandStatus lastRefusal = CommandStatus.ESME_RSYSERR;

  /**
   * @param ending called once, before {@code answers}
   * @param answers called once
   */
  Submission(
      List<RequestRef> requests,
      int destinations,
      boolean shortIds,
      Consumer<Ending> ending,
      Consumer<List<Response>> answers) {
    this.requests = requests;
    this.undecided = destinations;
    this.shortIds = shortIds;
    this.ending = ending;
    this.answers = answers;
  }

  static CommandStatus statusOf(Reply reply) {
    return switch (reply) {
      case Reply.Denied(Denial denial) ->
          denial.kind() == Denial.Kind.RATE_LIMITED
              ? CommandStatus.ESME_RTHROTTLED
              : CommandStatus.ESME_RINVDSTADR;
      case Reply.Refused _ -> CommandStatus.ESME_RMSGQFUL;
      default -> CommandStatus.ESME_RSYSERR;
    };
  }

  /**
   * @param settles its commit took the place of what was kept of the parts
   */
  synchronized void accepted(MessageId id, boolean settles) {
    settled |= settles;
    if (first == null) {
      first = id;
    }
    decided();
  }

  synchronized void refused(Address destination, CommandStatus status) {
    lastRefusal = status;
    unsuccessful.add(new UnsuccessSme(destination, status.value()));
    decided();
  }

  private static boolean isForNow(CommandStatus status) {
    return status == CommandStatus.ESME_RMSGQFUL
        || status == CommandStatus.ESME_RTHROTTLED
        || status == CommandStatus.ESME_RSYSERR;
  }

  private void decided() {
    if (--undecided > 0) {
      return;
    }
    List<Response> responses = new ArrayList<>(requests.size());
    MessageId id = first;
    ending.accept(
        id == null ? new Ending.Refused(isForNow(lastRefusal)) : new Ending.Taken(settled));
    for (RequestRef request : requests) {
      responses.add(
          id == null
              ? new Response.Refused(request, lastRefusal)
              : new Response.Accepted(
                  request, EsmeOrigin.nameOf(id, shortIds), List.copyOf(unsuccessful)));
    }
    answers.accept(responses);
  }
}
