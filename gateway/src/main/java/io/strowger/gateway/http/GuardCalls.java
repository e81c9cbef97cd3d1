package io.strowger.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Principal;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.DenialLog;
import io.strowger.gateway.guard.PumpingBlock;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.List;

/** What accounts and operators may see of the guard. */
final class GuardCalls {
  private final DoorState door;

  GuardCalls(DoorState door) {
    this.door = door;
  }

  private GuardDirectory guard() {
    return door.ports().guard();
  }

  /** Of the account named, else of the key's own; a key that has none must name one. */
  void denials(Exchange exchange, QueryParameters query, Principal principal) throws Rejected {
    String named = SearchQuery.account(query, principal);
    Account own = principal.account();
    if (named == null && own == null) {
      throw QueryParameters.invalid("account", "An operator's key must name an account.", null);
    }
    String account = named == null && own != null ? own.id() : String.valueOf(named);
    exchange.answer(new Answer.Json(200, denials(guard().denials(account))));
  }

  void blocks(Exchange exchange) {
    exchange.answer(new Answer.Json(200, blocks(guard().blocks())));
  }

  void lift(Exchange exchange) {
    Problem media = RequestHeaders.mediaProblem(exchange.request());
    if (media != null) {
      exchange.refuse(media);
      return;
    }
    exchange.readBody(body -> {
      switch (LiftParser.parse(body)) {
        case Checked.Good<LiftParser.Lift>(var lift) -> exchange.answer(lift(lift));
        case Checked.Bad<LiftParser.Lift>(Problem problem) -> exchange.refuse(problem);
      }
    });
  }

  private Answer lift(LiftParser.Lift lift) {
    long until = door.ports().epochMillis().getAsLong() + lift.openForMillis();
    return guard().lift(lift.account(), lift.prefix(), until)
        ? new Answer.Json(200, lifted(lift, until))
        : Answer.refused(ProblemType.NOT_FOUND, "These numbers are not blocked.");
  }

  static Buffer denials(List<DenialLog.Line> lines) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("denials");
      for (DenialLog.Line line : lines) {
        write(json, line);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, DenialLog.Line line) throws IOException {
    Denial denial = line.denial();
    json.writeStartObject();
    json.writeStringField("at", Rfc3339.format(line.atMillis()));
    json.writeStringField("to", line.to().masked());
    json.writeStringField("code", denial.code());
    json.writeStringField("detail", denial.detail());
    if (denial.retryAfterSeconds() > 0) {
      json.writeNumberField("retry_after", denial.retryAfterSeconds());
    }
    json.writeEndObject();
  }

  static Buffer blocks(List<PumpingBlock> blocks) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("blocks");
      for (PumpingBlock block : blocks) {
        json.writeStartObject();
        json.writeStringField("account", block.account());
        json.writeStringField("prefix", block.prefix());
        json.writeNumberField("hidden_digits", block.hiddenDigits());
        json.writeStringField("until", Rfc3339.format(block.untilMillis()));
        json.writeNumberField("repeats", block.repeats());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }

  static Buffer lifted(LiftParser.Lift lift, long untilMillis) {
    return Json.of(json -> {
      json.writeStartObject();
      json.writeStringField("account", lift.account());
      json.writeStringField("prefix", lift.prefix());
      json.writeStringField("open_until", Rfc3339.format(untilMillis));
      json.writeEndObject();
    });
  }
}
