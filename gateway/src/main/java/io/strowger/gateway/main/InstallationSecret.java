package io.strowger.gateway.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/** Thirty-two random bytes that belong to one data directory, made at the first start. */
final class InstallationSecret {
  private static final int BYTES = 32;

  private InstallationSecret() {}

  /**
   * @throws IOException when the file cannot be read or made, or was cut short
   */
  static byte[] in(Path directory, String name) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(directory);
    if (!Files.exists(file)) {
      make(directory, file);
    }
    byte[] secret = Files.readAllBytes(file);
    if (secret.length != BYTES) {
      throw new IOException(file + " holds " + secret.length + " bytes, not " + BYTES);
    }
    return secret;
  }

  /** Written whole and synced under another name first: a crash leaves no short file behind. */
  private static void make(Path directory, Path file) throws IOException {
    Path fresh =
        Files.createTempFile(
            directory,
            file.getFileName().toString(),
            ".new",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    Files.write(fresh, secret, StandardOpenOption.SYNC);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
