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
  private final List<RequestRef> requests;
  private final boolean shortIds;
  private final Consumer<List<Response>> answers;
  private final List<UnsuccessSme> unsuccessful = new ArrayList<>();
  private int undecided;
  private @Nullable MessageId first;
  private CommandStatus lastRefusal = CommandStatus.ESME_RSYSERR;

  /**
   * @param answers called once
   */
  Submission(
      List<RequestRef> requests,
      int destinations,
      boolean shortIds,
      Consumer<List<Response>> answers) {
    this.requests = requests;
    this.undecided = destinations;
    this.shortIds = shortIds;
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

  synchronized void accepted(MessageId id) {
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

  private void decided() {
    if (--undecided > 0) {
      return;
    }
    List<Response> responses = new ArrayList<>(requests.size());
    MessageId id = first;
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
