package io.strowger.sip.transport;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A certificate authority for one test, by the keytool of the Java runtime. */
public final class Authority {
  private static final String PASSWORD = "changeit";

  private final Path folder;
  private final Path store;
  private int issued;

  private Authority(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("authority.p12");
  }

  /** A new one, with its files in this folder. */
  public static Authority in(Path folder) throws Exception {
    Authority made = new Authority(folder);
    made.keytool("-alias", "ca", "-dname", "CN=Test authority", "-ext", "bc:c", "-validity", "90");
    return made;
  }

  /** The authority's own certificate. */
  public Path trust() throws Exception {
    return pem("ca.pem", "ca", false);
  }

  /** What a server shows that is known by these alternative names, as keytool writes them. */
  public TlsFiles server(String names, String... more) throws Exception {
    return server("leaf" + ++issued, names, more);
  }

  private TlsFiles server(String alias, String names, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(List.of("-alias", alias, "-dname", "CN=" + alias, "-signer", "ca", "-ext"));
    arguments.add("san=" + names);
    arguments.addAll(List.of(more.length == 0 ? new String[] {"-validity", "30"} : more));
    keytool(arguments.toArray(String[]::new));
    return new TlsFiles(
        pem(alias + ".pem", alias, false), pem(alias + ".key", alias, true), null, false);
  }

  private void keytool(String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("keytool: " + Files.readString(folder.resolve("keytool.log")));
    }
  }

  private Path pem(String file, String alias, boolean key) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return Files.writeString(folder.resolve(file), key ? key(keys, alias) : chain(keys, alias));
  }

  private static String key(KeyStore keys, String alias) throws GeneralSecurityException {
    @Nullable Key key = keys.getKey(alias, PASSWORD.toCharArray());
    if (key == null) {
      throw new GeneralSecurityException("no key " + alias);
    }
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private static String chain(KeyStore keys, String alias) throws GeneralSecurityException {
    StringBuilder all = new StringBuilder();
    for (Certificate each : keys.getCertificateChain(alias)) {
      all.append(pem("CERTIFICATE", each.getEncoded()));
    }
    return all.toString();
  }

  private static String pem(String kind, byte[] der) {
    byte[] newLine = "\n".getBytes(StandardCharsets.US_ASCII);
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, newLine).encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
