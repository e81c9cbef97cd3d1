package io.strowger.gateway.webhook;

import io.strowger.gateway.delivery.Notice;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Messages;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.Verdict;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Notices for tests. */
final class Notices {
  static final long AT = Messages.ACCEPTED_AT + 2_500;
  static final String NUMBER = "+393471234567";
  static final MessageState DELIVERED = new MessageState.Delivered(AT);
  static final MessageState SENT = new MessageState.AwaitingReceipt(1, AT + 60_000);
  static final MessageState FAILED =
      new MessageState.Failed(
          new Refusal("receipt:UNDELIV:001", "absent subscriber", Refusal.Disposition.OTHER_ROUTE),
          AT);

  private Notices() {}

  /** Of one account's nth message. */
  static Notice notice(long sequence, String account, int message) {
    return notice(sequence, account, message, AT);
  }

  static Notice notice(long sequence, String account, int message, long atMillis) {
    return new Notice(
        sequence,
        EventCallback.CHANNEL,
        new Message(spec(account, message, null), DELIVERED, List.of()),
        atMillis);
  }

  static Notice of(MessageState state, @Nullable Origin origin) {
    String channel = origin == null ? EventCallback.CHANNEL : origin.door();
    return new Notice(7, channel, message(state, origin), AT);
  }

  /** Some carrier took it. */
  static Message message(MessageState state, @Nullable Origin origin) {
    return new Message(spec("idp", 1, origin), state, taken());
  }

  static MessageSpec spec(String account, int message, @Nullable Origin origin) {
    return new MessageSpec(
        MessageId.of(MessageId.firstOrderOf(Messages.ACCEPTED_AT) + message, message),
        account,
        new PhoneNumber(NUMBER),
        Secret.SHREDDED,
        null,
        "My Bank",
        null,
        "login-1",
        null,
        0,
        List.of(Channel.SMS),
        origin,
        Messages.ACCEPTED_AT,
        Messages.ACCEPTED_AT + Messages.TTL);
  }

  private static List<Attempt> taken() {
    return List.of(
        new Attempt(
            1,
            new RouteChoice("alpha", Channel.SMS, "+39", RouteChoice.Reason.PREFERRED, null),
            1,
            "alpha-1",
            List.of("a/1 b"),
            1,
            0,
            new Verdict.Taken(),
            Messages.ACCEPTED_AT,
            Messages.ACCEPTED_AT + 20,
            0));
  }
}
