package io.strowger.gateway.http;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.SpokenCode;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.VerificationDraft;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Holds a well-formed request against its account. */
final class DraftMaker {
  private final NumberReader numbers;
  private final ToIntFunction<String> segments;
  private final TextMaker texts;

  DraftMaker(NumberReader numbers, ToIntFunction<String> segments) {
    this.numbers = numbers;
    this.segments = segments;
    this.texts = new TextMaker(segments);
  }

  Checked<MessageDraft> make(
      Account account, MessageRequest request, @Nullable String idempotencyKey, long requestHash) {
    try {
      PhoneNumber to = number(account, request.to());
      long ttlMillis = ttl(account, request);
      Secret text = text(account, request);
      String sender =
          request.sender() == null ? account.messages().defaultSender() : request.sender();
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
              plan(account, request, text),
              null,
              List.of(),
              ttlMillis,
              request.endUser()));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  Checked<VerificationDraft> make(
      Account account,
      VerificationRequest request,
      @Nullable String idempotencyKey,
      long requestHash) {
    try {
      PhoneNumber to = number(account, request.to());
      VerificationRules rules = account.verification();
      long ttlMillis =
          request.ttlMillis() == MessageRequest.NO_TTL
              ? rules.ttlMillis()
              : ttl(
                  request.ttlMillis(),
                  VerificationRules.TTL_MIN_MILLIS,
                  VerificationRules.TTL_MAX_MILLIS);
      String anyCode = "0".repeat(rules.codeLength());
      CodeText text = texts.make(account, request.template(), request.language(), anyCode);
      String sender =
          request.sender() == null ? account.messages().defaultSender() : request.sender();
      return new Checked.Good<>(
          new VerificationDraft(
              account.id(),
              to,
              text,
              rules,
              request.channels(),
              sender,
              request.language(),
              request.reference(),
              idempotencyKey,
              requestHash,
              ttlMillis,
              account.messages().maxTtlMillis(),
              request.endUser()));
    } catch (Rejected e) {
      return new Checked.Bad<>(e.problem());
    }
  }

  private static Plan plan(Account account, MessageRequest request, Secret text) throws Rejected {
    Plan plan = request.plan();
    if (plan == null) {
      return account.messages().plan().fitting(text, request.code());
    }
    if (plan.purpose() == Plan.Purpose.PASSCODE
        && plan.uses(Channel.VOICE)
        && SpokenCode.of(text, request.code()) == null) {
      throw new Rejected(
          Problem.atField(
              ProblemType.INVALID_FIELD,
              request.code() != null ? "/code" : "/text",
              "A call cannot speak it.",
              "a code of 4 to 10 digits, or a text with exactly one such run"));
    }
    return plan;
  }

  private PhoneNumber number(Account account, Secret to) throws Rejected {
    return switch (numbers.read(to.reveal(), account.messages().defaultRegion())) {
      case NumberReader.Reading.Valid(PhoneNumber number) -> {
        if (!account.guard().allows(number.e164())) {
          throw new Rejected(
              Problem.atField(
                  ProblemType.DESTINATION_NOT_ALLOWED,
                  "/to",
                  "The account may not send to this destination.",
                  String.join(", ", account.guard().allow())));
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
      return account.messages().defaultTtlMillis();
    }
    return ttl(ttl, MessageRules.TTL_MIN_MILLIS, account.messages().maxTtlMillis());
  }

  private static long ttl(long ttlMillis, long minMillis, long maxMillis) throws Rejected {
    if (ttlMillis < minMillis || ttlMillis > maxMillis) {
      throw new Rejected(
          Problem.atField(
              ProblemType.TTL_OUT_OF_RANGE,
              "/ttl",
              "The account does not allow this time to live.",
              Durations.show(minMillis) + " to " + Durations.show(maxMillis)));
    }
    return ttlMillis;
  }

  private Secret text(Account account, MessageRequest request) throws Rejected {
    Secret text = request.text();
    if (text == null) {
      Secret code = request.code();
      if (code == null) {
        throw new IllegalArgumentException("a request with neither a text nor a code");
      }
      return texts.make(account, request.template(), request.language(), code.reveal()).with(code);
    }
    int needed = segments.applyAsInt(text.reveal());
    if (needed > account.messages().maxSegments()) {
      throw new Rejected(
          Problem.atField(
              ProblemType.TEXT_TOO_LONG,
              "/text",
              "The text needs " + needed + " segments.",
              "at most " + account.messages().maxSegments()));
    }
    return text;
  }
}
