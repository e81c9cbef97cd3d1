package io.strowger.gateway.http;

import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Holds a well-formed request against its account. */
final class DraftMaker {
  private final NumberReader numbers;
  private final ToIntFunction<String> segments;

  DraftMaker(NumberReader numbers, ToIntFunction<String> segments) {
    this.numbers = numbers;
    this.segments = segments;
  }

  Checked<MessageDraft> make(
      Account account, MessageRequest request, @Nullable String idempotencyKey, long requestHash) {
    try {
      PhoneNumber to = number(account, request);
      long ttlMillis = ttl(account, request);
      Secret text = text(account, request);
      String sender = request.sender() == null ? account.defaultSender() : request.sender();
      return new Checked.Good<>(
          new MessageDraft(
              account.id(),
              to,
              text,
              request.code(),
              sender,
              request.language(),
              request.reference(),
              idempotencyKey,
              requestHash,
              request.channels(),
              ttlMillis));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private PhoneNumber number(Account account, MessageRequest request) throws Rejected {
    return switch (numbers.read(request.to().reveal(), account.defaultRegion())) {
      case NumberReader.Reading.Valid(PhoneNumber number) -> {
        if (!account.allows(number.e164())) {
          throw new Rejected(
              Problem.atField(
                  ProblemType.DESTINATION_NOT_ALLOWED,
                  "/to",
                  "The account may not send to this destination.",
                  String.join(", ", account.allowedPrefixes())));
        }
        yield number;
      }
      case NumberReader.Reading.Invalid(String reason) ->
          throw new Rejected(
              Problem.atField(
                  ProblemType.INVALID_NUMBER, "/to", reason, "E.164, such as +393401234567"));
    };
  }

  private static long ttl(Account account, MessageRequest request) throws Rejected {
    long ttl = request.ttlMillis();
    if (ttl == MessageRequest.NO_TTL) {
      return account.defaultTtlMillis();
    }
    if (ttl < Account.TTL_MIN_MILLIS || ttl > account.maxTtlMillis()) {
      throw new Rejected(
          Problem.atField(
              ProblemType.TTL_OUT_OF_RANGE,
              "/ttl",
              "The account does not allow this time to live.",
              Durations.show(Account.TTL_MIN_MILLIS)
                  + " to "
                  + Durations.show(account.maxTtlMillis())));
    }
    return ttl;
  }

  private Secret text(Account account, MessageRequest request) throws Rejected {
    Secret text = request.text();
    if (text == null) {
      Secret code = request.code();
      String shown = code == null ? "" : code.reveal();
      text = new Secret(account.template().replace(Account.CODE_PLACEHOLDER, shown));
    }
    int needed = segments.applyAsInt(text.reveal());
    if (needed > account.maxSegments()) {
      throw new Rejected(
          Problem.atField(
              ProblemType.TEXT_TOO_LONG,
              request.text() == null ? "/code" : "/text",
              "The text needs " + needed + " segments.",
              "at most " + account.maxSegments()));
    }
    return text;
  }
}
