package io.strowger.gateway.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      make(file);
    }
    byte[] secret = Files.readAllBytes(file);
    if (secret.length != BYTES) {
      throw new IOException(file + " holds " + secret.length + " bytes, not " + BYTES);
    }
    return secret;
  }

  private static void make(Path file) throws IOException {
    byte[] secret = new byte[BYTES];
    new SecureRandom().nextBytes(secret);
    DurableFile.write(file, secret);
  }
}
