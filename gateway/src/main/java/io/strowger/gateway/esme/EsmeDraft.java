package io.strowger.gateway.esme;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.number.ParsedNumber;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.InboundMessage;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** From a submit_sm to a draft, or to the exact status that refuses it. */
final class EsmeDraft {
  private static final int INTERNATIONAL = 1;
  private static final int NATIONAL = 2;
  private static final int SENDER_MAX = 15;

  private final Numbering numbering;
  private final ToIntFunction<String> segments;

  EsmeDraft(Numbering numbering, ToIntFunction<String> segments) {
    this.numbering = numbering;
    this.segments = segments;
  }

  /** Either a draft or a status. */
  sealed interface Made {
    record Draft(MessageDraft draft) implements Made {}

    record Refused(CommandStatus status) implements Made {}
  }

  /**
   * @param settles kept parts whose place the message takes
   */
  Made make(
      Account account,
      InboundMessage message,
      Address destination,
      EsmeOrigin origin,
      List<Long> settles,
      long nowMillis) {
    PhoneNumber to = number(account, destination);
    if (to == null) {
      return new Made.Refused(CommandStatus.ESME_RINVDSTADR);
    }
    if (message.dueAtMillis() > nowMillis) {
      // A passcode is for now: there is nothing to gain from sending one later.
      return new Made.Refused(CommandStatus.ESME_RINVSCHED);
    }
    MessageRules rules = account.messages();
    long ttl =
        message.expiresAtMillis() == 0
            ? rules.defaultTtlMillis()
            : message.expiresAtMillis() - nowMillis;
    if (ttl < MessageRules.TTL_MIN_MILLIS || ttl > rules.maxTtlMillis()) {
      return new Made.Refused(CommandStatus.ESME_RINVEXPIRY);
    }
    String text = message.text();
    if (text.isEmpty() || segments.applyAsInt(text) > rules.maxSegments()) {
      return new Made.Refused(CommandStatus.ESME_RINVMSGLEN);
    }
    String sender = sender(message.source());
    return new Made.Draft(
        new MessageDraft(
            account.id(),
            to,
            new Secret(text),
            null,
            sender == null ? rules.defaultSender() : sender,
            rules.defaultLanguage(),
            null,
            null,
            0,
            rules.plan().fitting(new Secret(text), null),
            origin.toOrigin(),
            settles,
            ttl,
            null));
  }

  private @Nullable PhoneNumber number(Account account, Address destination) {
    String digits = destination.value();
    String region = account.messages().defaultRegion();
    boolean national = destination.ton() == NATIONAL || (destination.ton() == 0 && region != null);
    boolean explicit = digits.startsWith("+") || digits.startsWith("00");
    String written =
        explicit || (national && destination.ton() != INTERNATIONAL) ? digits : "+" + digits;
    ParsedNumber parsed = numbering.parse(written, region);
    return parsed instanceof PhoneNumber number ? number : null;
  }

  /** A sender that no carrier would take is left to the account's and the route's. */
  private static @Nullable String sender(Address source) {
    String value = source.value().strip();
    return value.isEmpty() || value.length() > SENDER_MAX ? null : value;
  }
}
