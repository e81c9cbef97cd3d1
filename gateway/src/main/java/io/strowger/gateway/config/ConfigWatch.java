package io.strowger.gateway.config;

import java.nio.file.Path;

/**
 * Notices that a file, or anything it refers to, changed. A change counts when two looks in a row
 * see the same, so that a file that is just being written is not read half.
 *
 * @param read what was last read, whether it came into force or not
 * @param seen what the last look saw
 */
public record ConfigWatch(ConfigFingerprint read, ConfigFingerprint seen) {

  public static ConfigWatch of(ConfigFingerprint read) {
    return new ConfigWatch(read, read);
  }

  /**
   * @param reload the files should be read now
   */
  public record Look(ConfigWatch next, boolean reload) {}

  /** This file was written by ourselves, and is in force already. */
  public ConfigWatch written(Path file, String text) {
    return new ConfigWatch(read.with(file, text), seen.with(file, text));
  }

  /** Pure; {@code now} is {@code seen().now()}, taken every second or so. */
  public Look look(ConfigFingerprint now) {
    boolean reload = !now.equals(read) && now.equals(seen);
    return new Look(new ConfigWatch(reload ? now : read, now), reload);
  }
}
