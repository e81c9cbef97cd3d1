package io.strowger.gateway.risk;

import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an account's service is asked about.
 *
 * @param channel the one that is tried first
 */
record RiskQuestion(String account, PhoneNumber to, @Nullable String sender, Channel channel) {
  static RiskQuestion of(
      String account, PhoneNumber to, @Nullable String sender, List<Channel> channels) {
    return new RiskQuestion(
        account, to, sender, channels.isEmpty() ? Channel.SMS : channels.getFirst());
  }
}
