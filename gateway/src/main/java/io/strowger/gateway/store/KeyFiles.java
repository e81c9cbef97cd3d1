package io.strowger.gateway.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The data keys on disk: {@code keys/<id>.key}, each wrapped by the master key (RFC 3394). Who
 * deletes such a file has shredded every text of its time slot, wherever copies of them are.
 */
final class KeyFiles {
  private static final String SUFFIX = ".key";
  private static final int KEY_BYTES = 32;
  private static final int WRAPPED_BYTES = KEY_BYTES + 8;
  private static final FileAttribute<?> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private final Path directory;
  private final SecretKey master;

  private KeyFiles(Path directory, SecretKey master) {
    this.directory = directory;
    this.master = master;
  }

  /**
   * @param masterFile null for {@code master.key} in the store's directory
   * @throws IOException when the master key is missing or malformed, or data keys exist that it
   *     does not open
   */
  static KeyFiles open(Path storeDirectory, @Nullable Path masterFile) throws IOException {
    Path keys = storeDirectory.resolve("keys");
    Files.createDirectories(keys);
    Path ownFile = storeDirectory.resolve("master.key");
    SecretKey master =
        masterFile != null ? readMaster(masterFile) : ownMaster(ownFile, idsIn(keys).isEmpty());
    return new KeyFiles(keys, master);
  }

  private static SecretKey ownMaster(Path file, boolean mayCreate) throws IOException {
    if (!Files.exists(file)) {
      if (!mayCreate) {
        throw new IOException(file + " is missing, and without it stored texts cannot be read");
      }
      String hex = HexFormat.of().formatHex(randomKey().getEncoded());
      Path unfinished = file.resolveSibling("master.key.new");
      Files.deleteIfExists(unfinished);
      writeDurably(unfinished, hex.getBytes(StandardCharsets.US_ASCII));
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      syncDirectory(file.toAbsolutePath().getParent());
    }
    return readMaster(file);
  }

  private static SecretKey readMaster(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    if (content.length == KEY_BYTES) {
      return new SecretKeySpec(content, "AES");
    }
    try {
      byte[] key = HexFormat.of().parseHex(new String(content, StandardCharsets.US_ASCII).strip());
      if (key.length == KEY_BYTES) {
        return new SecretKeySpec(key, "AES");
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is neither 32 bytes nor 64 hexadecimal digits");
    }
    throw new IOException(file + " is neither 32 bytes nor 64 hexadecimal digits");
  }

  /** Ids of the keys that exist. */
  Set<Long> ids() throws IOException {
    return idsIn(directory);
  }

  private static Set<Long> idsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Long> ids = new ArrayList<>();
      files.forEach(file -> {
        String name = file.getFileName().toString();
        if (name.matches("\\d{1,18}\\.key")) {
          ids.add(Long.parseLong(name.substring(0, name.length() - SUFFIX.length())));
        }
      });
      return Set.copyOf(ids);
    }
  }

  /** A new key, on disk before anything is encrypted with it. */
  DataKey create(long id) throws IOException {
    SecretKey key = randomKey();
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.WRAP_MODE, master);
      writeDurably(fileOf(id), cipher.wrap(key));
    } catch (GeneralSecurityException e) {
      throw new IOException("a data key cannot be wrapped", e);
    }
    return new DataKey(id, key);
  }

  /**
   * @return null when there is no such key, only the beginning of one that was never used, or what
   *     a {@link #shred} left that was cut short
   * @throws IOException when the master key does not open it
   */
  @Nullable SecretKey load(long id) throws IOException {
    Path file = fileOf(id);
    if (!Files.exists(file)) {
      return null;
    }
    byte[] wrapped = Files.readAllBytes(file);
    if (wrapped.length != WRAPPED_BYTES || Arrays.equals(wrapped, new byte[WRAPPED_BYTES])) {
      return null;
    }
    try {
      Cipher cipher = Cipher.getInstance("AESWrap");
      cipher.init(Cipher.UNWRAP_MODE, master);
      return (SecretKey) cipher.unwrap(wrapped, "AES", Cipher.SECRET_KEY);
    } catch (GeneralSecurityException e) {
      throw new IOException("the master key does not open " + file, e);
    }
  }

  /** Overwrites, then deletes; a key that is gone already is no error. */
  void shred(long id) throws IOException {
    Path file = fileOf(id);
    if (!Files.exists(file)) {
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeFully(channel, new byte[WRAPPED_BYTES]);
      channel.force(true);
    }
    Files.deleteIfExists(file);
    syncDirectory(directory);
  }

  private Path fileOf(long id) {
    return directory.resolve(id + SUFFIX);
  }

  private static SecretKey randomKey() {
    try {
      KeyGenerator generator = KeyGenerator.getInstance("AES");
      generator.init(KEY_BYTES * 8);
      return generator.generateKey();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no AES-256", e);
    }
  }

  private static void writeDurably(Path file, byte[] content) throws IOException {
    try {
      Files.createFile(file, OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      throw new IOException(file + " exists already", e);
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      writeFully(channel, content);
      channel.force(true);
    }
    syncDirectory(file.toAbsolutePath().getParent());
  }

  private static void writeFully(FileChannel channel, byte[] content) throws IOException {
    ByteBuffer left = ByteBuffer.wrap(content);
    while (left.hasRemaining()) {
      channel.write(left);
    }
  }

  /** Makes a created, renamed or deleted name durable. */
  static void syncDirectory(@Nullable Path directory) throws IOException {
    if (directory == null) {
      return;
    }
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
