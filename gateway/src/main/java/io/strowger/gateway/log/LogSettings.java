package io.strowger.gateway.log;

/** What is logged, and in which form. */
public record LogSettings(Format format, Level level) {
  public static final LogSettings DEFAULT = new LogSettings(Format.TEXT, Level.INFO);

  public enum Format {
    /** Lines for people. */
    TEXT,
    /** One JSON object a line. */
    JSON
  }

  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }
}
