package io.strowger.gateway.log;

import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.strowger.gateway.delivery.StatusListener;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One line for each step of a message, all with its id in the field {@code message_id}: what ended
 * badly at level info, the rest at debug.
 */
public final class MessageLog implements StatusListener {
  private static final Logger log = LoggerFactory.getLogger(MessageLog.class);

  @Override
  public void changed(List<Message> messages, long nowMillis) {
    if (!log.isInfoEnabled()) {
      return;
    }
    for (Message message : messages) {
      Level level = level(message.state());
      if (log.isEnabledForLevel(level)) {
        write(level, message, nowMillis);
      }
    }
  }

  private static Level level(MessageState state) {
    return switch (state) {
      case MessageState.Failed _, MessageState.Expired _ -> Level.INFO;
      default -> Level.DEBUG;
    };
  }

  private static void write(Level level, Message message, long nowMillis) {
    List<Attempt> attempts = message.attempts();
    String carrier = attempts.isEmpty() ? "none" : attempts.getLast().choice().carrier();
    String reason =
        message.state() instanceof MessageState.Failed failed ? failed.refusal().reading() : "";
    log.atLevel(level)
        .log(
            "Message {} to {} is {}{} {} {} {} {}",
            value("message_id", message.id().toString()),
            value("to", message.spec().to().masked()),
            value("state", message.clientState()),
            reason.isEmpty() ? "" : ": " + reason + ";",
            keyValue("account", message.spec().account()),
            keyValue("carrier", carrier),
            keyValue("attempts", attempts.size()),
            keyValue("age_ms", nowMillis - message.spec().acceptedAtMillis()));
  }
}
