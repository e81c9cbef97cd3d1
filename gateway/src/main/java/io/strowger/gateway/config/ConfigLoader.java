package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.config.ConfigResult.Invalid;
import io.strowger.gateway.config.ConfigResult.Loaded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads a configuration file: schema first, then what no schema can say; all problems at once. */
public final class ConfigLoader {
  private static final long MAX_OCTETS = 16 << 20;

  private final ConfigSchema schema = ConfigSchema.shipped();

  /**
   * Reads the file and everything it refers to. Blocks; never throws for what is in them.
   *
   * @param environment for {@code ${env:NAME}}
   * @param nowMillis epoch milliseconds, to warn of certificates that run out
   */
  public ConfigResult load(Path file, Map<String, String> environment, long nowMillis) {
    ConfigProblems problems = new ConfigProblems(file);
    Path directory = file.toAbsolutePath().normalize().getParent();
    References references =
        new References(directory == null ? Path.of("/") : directory, environment);
    String text = text(file, problems);
    Content content = text == null ? null : read(text, problems, references, nowMillis);
    Set<Path> files = new LinkedHashSet<>(references.files());
    files.add(file);
    ConfigFingerprint fingerprint = ConfigFingerprint.of(files);
    return content == null
        ? new Invalid(problems.errors(), problems.warnings(), fingerprint)
        : new Loaded(content.config, content.fixed, problems.warnings(), fingerprint);
  }

  private record Content(GatewayConfig config, List<FixedValue> fixed) {}

  private @Nullable Content read(
      String text, ConfigProblems problems, References references, long nowMillis) {
    YamlFile yaml = new YamlFile(problems, references);
    ObjectNode tree = yaml.parse(text);
    if (tree == null) {
      return null;
    }
    ConfigContext context = new ConfigContext(problems, yaml, references, nowMillis);
    new SchemaCheck(schema, yaml, problems).check(tree);
    new SchemaWalk(context).walk(tree, schema.root());
    Supplier<GatewayConfig> config =
        new ConfigReader(new Section(context, tree, Pointer.ROOT)).read();
    return problems.hasErrors()
        ? null
        : new Content(config.get(), FixedValues.in(tree, schema.root(), yaml));
  }

  private static @Nullable String text(Path file, ConfigProblems problems) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        problems.error(Mark.NONE, Pointer.ROOT, "not a plain file");
        return null;
      }
      if (Files.size(file) > MAX_OCTETS) {
        problems.error(Mark.NONE, Pointer.ROOT, "larger than 16 MiB");
        return null;
      }
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (CharacterCodingException e) {
      problems.error(Mark.NONE, Pointer.ROOT, "not UTF-8 text");
    } catch (IOException e) {
      problems.error(Mark.NONE, Pointer.ROOT, References.reason(file, e));
    }
    return null;
  }
}
