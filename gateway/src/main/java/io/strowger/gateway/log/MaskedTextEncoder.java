package io.strowger.gateway.log;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** Lines for people; stack traces included, everything is masked. */
public final class MaskedTextEncoder extends PatternLayoutEncoder {
  static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex";

  public MaskedTextEncoder() {
    setPattern(PATTERN);
    setCharset(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    return Masking.mask(getLayout().doLayout(event)).getBytes(StandardCharsets.UTF_8);
  }
}
