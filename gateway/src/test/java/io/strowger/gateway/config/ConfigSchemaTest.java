package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.strowger.gateway.canary.CanarySettings;
import io.strowger.gateway.delivery.DispatchSettings;
import io.strowger.gateway.guard.GuardSettings;
import io.strowger.gateway.health.DetectionSettings;
import io.strowger.gateway.http.HttpSettings;
import io.strowger.gateway.log.LogSettings;
import io.strowger.gateway.message.Lifecycle;
import io.strowger.gateway.route.RouteTable;
import io.strowger.gateway.store.StoreSettings;
import io.strowger.gateway.voice.VoiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigSchemaTest {
  private static final Path DOCUMENT = Path.of("../docs/configuration.md");

  private final ConfigSchema schema = ConfigSchema.shipped();

  @Test
  void the_schema_is_a_valid_schema() throws IOException {
    JsonNode shipped = new ObjectMapper().readTree(ConfigDirectory.resource(ConfigSchema.RESOURCE));
    var draft =
        JsonSchemaFactory.getInstance(VersionFlag.V202012)
            .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertEquals("[]", draft.validate(shipped).toString());
  }

  @Test
  void every_key_is_described_in_a_sentence_and_in_kebab_case() {
    List<String> faults = new ArrayList<>();
    everyKey(
        schema.root(),
        "",
        (path, node) -> {
          if (!node.path("description").asText("").endsWith(".")) {
            faults.add(path + " has no sentence");
          }
          if (!path.substring(path.lastIndexOf('.') + 1)
              .matches("[a-z0-9]+(-[a-z0-9]+)*(\\[\\])?")) {
            faults.add(path + " is not in kebab-case");
          }
        });
    assertEquals(List.of(), faults);
  }

  @Test
  void every_mapping_refuses_unknown_keys() {
    List<String> open = new ArrayList<>();
    everyKey(
        schema.root(),
        "",
        (path, node) -> {
          boolean mapping = node.path("type").toString().contains("object");
          if (mapping && node.path("additionalProperties").isMissingNode()) {
            open.add(path);
          }
        });
    assertEquals(List.of(), open);
  }

  /** Rewrite with {@code -Dstrowger.write-docs=true}. */
  @Test
  void the_document_lists_every_key_as_the_schema_has_it() throws IOException {
    String written = Files.readString(DOCUMENT);
    String expected = ConfigDocument.inside(written, ConfigDocument.of(schema));
    if (Boolean.getBoolean("strowger.write-docs")) {
      Files.writeString(DOCUMENT, expected);
    } else {
      assertEquals(expected, written);
    }
  }

  @Test
  void a_minimal_file_has_the_defaults_that_the_packages_state(@TempDir Path directory) {
    GatewayConfig config = new ConfigDirectory(directory).config("node: gw7");
    assertEquals(
        new GatewayConfig(
            "gw7",
            HttpSettings.plain("127.0.0.1", 8080),
            null,
            List.of(),
            Set.of(),
            StoreSettings.in(directory.resolve("data")),
            DispatchSettings.DEFAULT,
            new Lifecycle.Policy(30_000),
            DetectionSettings.DEFAULT,
            CanarySettings.NONE,
            Duration.ofSeconds(10),
            List.of(),
            List.of(),
            VoiceSettings.DEFAULT,
            new RouteTable(List.of()),
            GuardSettings.DEFAULT,
            LogSettings.DEFAULT,
            null),
        config);
  }

  interface KeyVisitor {
    void visit(String path, JsonNode schema);
  }

  static void everyKey(JsonNode schema, String path, KeyVisitor visitor) {
    for (String key : ConfigSchema.keys(schema)) {
      JsonNode child = ConfigSchema.ofKey(schema, key);
      String childPath = path.isEmpty() ? key : path + "." + key;
      visitor.visit(childPath, child);
      everyKey(child, childPath, visitor);
      everyKey(ConfigSchema.ofItem(child), childPath + "[]", visitor);
    }
  }
}
