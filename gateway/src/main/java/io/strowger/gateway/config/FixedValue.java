package io.strowger.gateway.config;

/**
 * A value that cannot change while the gateway runs, as it stood in the file.
 *
 * @param key path of the key
 * @param value as JSON, or something that changes with it
 * @param line 1-based, of the value or of the nearest thing around it
 * @param column 1-based
 */
public record FixedValue(String key, String value, int line, int column) {
  /** How {@code value} begins when the file holds it by reference, and it is not to be shown. */
  static final String HIDDEN = "hidden ";
}
