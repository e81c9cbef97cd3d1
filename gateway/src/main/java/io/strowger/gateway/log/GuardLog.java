package io.strowger.gateway.log;

import static net.logstash.logback.argument.StructuredArguments.keyValue;
import static net.logstash.logback.argument.StructuredArguments.value;

import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.guard.PumpingBlock;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line for each block set and lifted, at level warn and info; and at debug one for each
 * refusal, which a client may cause as often as it likes.
 */
public final class GuardLog implements GuardObserver {
  private static final Logger log = LoggerFactory.getLogger(GuardLog.class);

  private static final int GROUP = 3;

  @Override
  public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
    log.debug(
        "Refused a message to {}: {} {}",
        value("to", to.masked()),
        value("code", denial.code()),
        keyValue("account", account));
  }

  @Override
  public void channelLeftOut(String account, PhoneNumber to, Channel channel, Denial denial) {
    log.debug(
        "A message to {} does not go by {}: {} {}",
        value("to", to.masked()),
        value("channel", channel),
        value("code", denial.code()),
        keyValue("account", account));
  }

  @Override
  public void pumpingBlocked(PumpingBlock block) {
    log.warn(
        "Messages to {} are delivered and not used: blocked until {}; {} {}",
        value("prefix", shown(block)),
        value("until", Instant.ofEpochMilli(block.untilMillis()).toString()),
        keyValue("account", block.account()),
        keyValue("repeats", block.repeats()));
  }

  @Override
  public void pumpingLifted(PumpingBlock block, boolean byOperator) {
    log.info(
        "Messages to {} are allowed again{}; {}",
        value("prefix", shown(block)),
        byOperator ? " by an operator" : "",
        keyValue("account", block.account()));
  }

  /** In groups, which are too short to be taken for a whole number and masked: +99 890 123 ****. */
  static String shown(PumpingBlock block) {
    StringBuilder shown = new StringBuilder();
    String prefix = block.prefix();
    for (int i = 0; i < prefix.length(); i += GROUP) {
      shown.append(prefix, i, Math.min(prefix.length(), i + GROUP)).append(' ');
    }
    return shown.append("*".repeat(Math.max(1, block.hiddenDigits()))).toString();
  }
}
