package io.strowger.gateway.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strowger.gateway.config.ConfigResult.Invalid;
import io.strowger.gateway.config.ConfigResult.Loaded;
import io.strowger.gateway.message.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
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
   * Reads the file and everything it refers to, with the accounts that the API has made. Blocks;
   * never throws for what is in them.
   *
   * @param environment for {@code ${env:NAME}}
   * @param nowMillis epoch milliseconds, to warn of certificates that run out
   */
  public ConfigResult load(Path file, Map<String, String> environment, long nowMillis) {
    return load(file, null, environment, nowMillis);
  }

  /**
   * As if the files held these texts; null reads what they hold. Whatever they refer to is read.
   */
  public ConfigResult load(
      Path file, @Nullable ConfigTexts texts, Map<String, String> environment, long nowMillis) {
    ConfigProblems problems = new ConfigProblems(file);
    Path directory = file.toAbsolutePath().normalize().getParent();
    References references =
        new References(directory == null ? Path.of("/") : directory, environment);
    Reading reading = new Reading(problems, references, texts, nowMillis);
    String text = texts == null ? text(file, problems) : texts.main().reveal();
    Content content = text == null ? null : read(text, reading);
    Set<Path> files = new LinkedHashSet<>(references.files());
    files.add(file);
    if (reading.managedFile != null) {
      files.add(reading.managedFile);
    }
    if (text == null || content == null || reading.managedFile == null) {
      return new Invalid(problems.errors(), problems.warnings(), ConfigFingerprint.of(files));
    }
    ConfigTexts held = new ConfigTexts(new Secret(text), new Secret(reading.managedText));
    ConfigFingerprint fingerprint =
        ConfigFingerprint.of(files).with(file, text).with(reading.managedFile, reading.managedText);
    return new Loaded(
        content.config,
        content.fixed,
        problems.warnings(),
        fingerprint,
        held,
        reading.managedFile,
        content.accounts);
  }

  private record Content(
      GatewayConfig config, List<FixedValue> fixed, List<AccountView> accounts) {}

  /** What one reading goes by, and what it finds on its way. */
  private static final class Reading {
    final ConfigProblems problems;
    final References references;
    final @Nullable ConfigTexts texts;
    final long nowMillis;
    @Nullable Path managedFile;
    String managedText = "";

    Reading(
        ConfigProblems problems,
        References references,
        @Nullable ConfigTexts texts,
        long nowMillis) {
      this.problems = problems;
      this.references = references;
      this.texts = texts;
      this.nowMillis = nowMillis;
    }
  }

  private @Nullable Content read(String text, Reading reading) {
    ConfigProblems problems = reading.problems;
    YamlFile yaml = new YamlFile(problems, reading.references);
    ObjectNode tree = yaml.parse(text);
    if (tree == null) {
      return null;
    }
    addManaged(tree, reading);
    ConfigContext context =
        new ConfigContext(problems, yaml, reading.references, reading.nowMillis);
    new SchemaCheck(schema, yaml, problems).check(tree);
    new SchemaWalk(context).walk(tree, schema.root());
    Supplier<GatewayConfig> checked =
        new ConfigReader(new Section(context, tree, Pointer.ROOT)).read();
    if (problems.hasErrors()) {
      return null;
    }
    GatewayConfig config = checked.get();
    return new Content(
        config,
        FixedValues.in(tree, schema.root(), yaml),
        new AccountViews(context, schema.root()).of(tree, config.accounts()));
  }

  /** The accounts that the API has made come behind those of the file. */
  private void addManaged(ObjectNode tree, Reading reading) {
    JsonNode rules = ConfigSchema.ofKey(ConfigSchema.ofKey(schema.root(), "store"), "directory");
    String usual = rules.path("default").asText();
    String directory = tree.path("store").path("directory").asText(usual);
    Path file;
    try {
      file = reading.references.path(directory).resolve(ManagedAccounts.FILE);
    } catch (InvalidPathException _) {
      return;
    }
    reading.managedFile = file;
    ConfigTexts texts = reading.texts;
    String text = texts == null ? managedText(file, reading.problems) : texts.managed().reveal();
    if (text == null || text.isEmpty()) {
      return;
    }
    reading.managedText = text;
    ManagedAccounts managed = ManagedAccounts.parse(text);
    if (managed == null) {
      reading.problems.managedError(file, "is not the JSON that the gateway has written");
      return;
    }
    if (!tree.has("accounts")) {
      tree.putArray("accounts");
    }
    if (tree.get("accounts") instanceof ArrayNode accounts) {
      reading.problems.managed(new ManagedPlaces(accounts.size(), file));
      managed.accounts().forEach(account -> accounts.add(account.deepCopy()));
    }
  }

  /** Empty when there is none; null when it cannot be read, which is told. */
  private static @Nullable String managedText(Path file, ConfigProblems problems) {
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      problems.managedError(file, References.reason(file, e));
      return null;
    }
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
