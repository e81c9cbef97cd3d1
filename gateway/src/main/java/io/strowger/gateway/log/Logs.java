package io.strowger.gateway.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import ch.qos.logback.core.util.Duration;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.logstash.logback.appender.LoggingEventAsyncDisruptorAppender;
import net.logstash.logback.appender.listener.AppenderListener;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is logged, and how: events go through a bounded ring to one writing thread, so that a slow
 * or blocked output never holds up the gateway; what does not fit is dropped and counted.
 */
public final class Logs {
  private static final String OWN = "io.strowger";
  private static final int RING = 8_192;
  private static final AtomicLong DROPPED = new AtomicLong();

  private Logs() {}

  /** Puts the settings in force, at start or later. */
  public static void configure(LogSettings settings) {
    configure(settings, System.out, RING);
  }

  /** Log events given up since start, because the output was too slow. */
  public static long dropped() {
    return DROPPED.get();
  }

  /** Writes what is still in the ring; the last thing a program does. */
  public static void flush() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.stop();
    }
  }

  static void configure(LogSettings settings, OutputStream output, int ring) {
    ILoggerFactory factory = LoggerFactory.getILoggerFactory();
    if (factory instanceof LoggerContext context) {
      // The new way is ready before the old one ends, so that nothing is lost in between.
      LoggingEventAsyncDisruptorAppender next = appender(context, settings.format(), output, ring);
      ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
      List<Appender<ILoggingEvent>> before = new ArrayList<>();
      root.iteratorForAppenders().forEachRemaining(before::add);
      root.addAppender(next);
      for (Appender<ILoggingEvent> appender : before) {
        root.detachAppender(appender);
        appender.stop();
      }
      levels(context, settings.level());
    }
  }

  /** Writes no alarms: for a screen that tells them itself. Until the next configuration. */
  public static void withoutAlarms() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(AlarmLog.class.getName()).setLevel(Level.OFF);
    }
  }

  /** Libraries are never asked for details: at their debug level they print what they carry. */
  private static void levels(LoggerContext context, LogSettings.Level level) {
    Level own = Level.toLevel(level.name());
    context.getLogger(OWN).setLevel(own);
    context
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .setLevel(own.isGreaterOrEqual(Level.WARN) ? own : Level.WARN);
  }

  private static LoggingEventAsyncDisruptorAppender appender(
      LoggerContext context, LogSettings.Format format, OutputStream output, int ring) {
    OutputStreamAppender<ILoggingEvent> writer = new OutputStreamAppender<>();
    writer.setContext(context);
    writer.setName("output");
    writer.setEncoder(encoder(context, format));
    writer.setOutputStream(new Unclosed(output));
    writer.start();
    LoggingEventAsyncDisruptorAppender async = new LoggingEventAsyncDisruptorAppender();
    async.setContext(context);
    async.setName("async");
    async.setRingBufferSize(ring);
    async.setAppendTimeout(Duration.buildByMilliseconds(0));
    async.setShutdownGracePeriod(Duration.buildBySeconds(2));
    async.setAddDefaultStatusListener(false);
    async.setThreadNameFormat("strowger-log");
    async.addListener(new CountDropped());
    async.addAppender(writer);
    async.start();
    return async;
  }

  private static Encoder<ILoggingEvent> encoder(LoggerContext context, LogSettings.Format format) {
    Encoder<ILoggingEvent> encoder =
        switch (format) {
          case TEXT -> new MaskedTextEncoder();
          case JSON -> new MaskedJsonEncoder();
        };
    ((ContextAwareBase) encoder).setContext(context);
    encoder.start();
    return encoder;
  }

  private static final class CountDropped implements AppenderListener<ILoggingEvent> {
    @Override
    public void eventAppendFailed(
        Appender<ILoggingEvent> appender, ILoggingEvent event, Throwable reason) {
      DROPPED.incrementAndGet();
    }
  }

  /** An appender closes its stream when it is replaced; standard output must outlive it. */
  private static final class Unclosed extends FilterOutputStream {
    Unclosed(OutputStream output) {
      super(output);
    }

    @Override
    public void write(byte[] octets, int offset, int length) throws IOException {
      out.write(octets, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
