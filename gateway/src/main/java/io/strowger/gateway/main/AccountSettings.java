package io.strowger.gateway.main;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings as they are typed: {@code ttl=2m limits.per-second=5 sender=null}. A value that is JSON
 * is taken as such, anything else as text.
 */
final class AccountSettings {
  private AccountSettings() {}

  /**
   * @param file JSON to begin with, or null for none
   * @throws UsageFailure when something is neither a file of JSON nor KEY=VALUE
   */
  static ObjectNode of(@Nullable Path file, List<String> assignments) throws UsageFailure {
    ObjectNode settings = file == null ? ApiClient.JSON.createObjectNode() : read(file);
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new UsageFailure("\"" + assignment + "\" is not KEY=VALUE, such as ttl=2m");
      }
      put(settings, assignment.substring(0, equals), assignment.substring(equals + 1));
    }
    return settings;
  }

  private static ObjectNode read(Path file) throws UsageFailure {
    try {
      if (ApiClient.JSON.readTree(Files.readString(file)) instanceof ObjectNode settings) {
        return settings;
      }
    } catch (JsonProcessingException _) {
      // Told below: its own words would quote the file.
    } catch (IOException e) {
      throw new UsageFailure("cannot read " + file);
    }
    throw new UsageFailure(file + " does not hold a JSON object");
  }

  private static void put(ObjectNode settings, String path, String value) {
    String[] keys = path.split("[.]", -1);
    ObjectNode place = settings;
    for (int i = 0; i < keys.length - 1; i++) {
      place = place.get(keys[i]) instanceof ObjectNode inner ? inner : place.putObject(keys[i]);
    }
    place.set(keys[keys.length - 1], value(value));
  }

  private static JsonNode value(String text) {
    // "+39" would be no number, and 0042 none that keeps its zeros.
    boolean number = text.matches("-?(0|[1-9][0-9]{0,17})([.][0-9]{1,9})?");
    boolean json =
        number
            || text.equals("true")
            || text.equals("false")
            || text.equals("null")
            || text.startsWith("[")
            || text.startsWith("{")
            || text.startsWith("\"");
    if (json) {
      try {
        return ApiClient.JSON.readTree(text);
      } catch (JsonProcessingException _) {
        // Then it is a text.
      }
    }
    return ApiClient.JSON.getNodeFactory().textNode(text);
  }
}
