package io.strowger.gateway.main;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class AccountCommandTest {
  @TempDir Path folder;
  private String out = "";
  private String err = "";

  private int run(Object command, ManagedGateway gateway, String... words) throws Exception {
    Path key = Files.writeString(folder.resolve("key"), ManagedGateway.ADMIN);
    StringWriter written = new StringWriter();
    StringWriter failed = new StringWriter();
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(written, true));
    line.setErr(new PrintWriter(failed, true));
    line.setExecutionExceptionHandler((e, _, _) -> {
      failed.append(e.getMessage());
      return e instanceof UsageFailure ? Main.EXIT_USAGE : Main.EXIT_FAILED;
    });
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", gateway.url(), "--api-key-file", key.toString()));
    int code = line.execute(all.toArray(String[]::new));
    out = written.toString();
    err = failed.toString();
    return code;
  }

  private int account(ManagedGateway gateway, String... words) throws Exception {
    return run(new AccountCommand(), gateway, words);
  }

  @Test
  void an_account_is_made_given_a_key_and_deleted_by_command() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(ManagedGateway.write(folder, ""))) {
      assertEquals(
          0,
          account(
              gateway,
              "create",
              "shop",
              "ttl=2m",
              "limits.per-second=5",
              "destinations.allow=[\"+39\"]",
              "smpp.system-id=shop",
              "smpp.password=pass0001"),
          () -> err);
      assertEquals(0, account(gateway, "key", "add", "shop"), () -> err);
      assertEquals(202, gateway.send(out.strip()));
      assertEquals(0, account(gateway, "password", "add", "shop"), () -> err);
      assertEquals(8, out.strip().length());
      assertEquals(0, account(gateway, "set", "shop", "ttl=null", "sender=Shop"), () -> err);
      assertEquals(0, account(gateway, "show", "shop"), () -> err);
      var shown = new ObjectMapper().readTree(out);
      assertEquals("Shop", shown.at("/settings/sender").asText());
      assertTrue(shown.at("/settings/ttl").isMissingNode());
      assertEquals(5, shown.at("/settings/limits/per-second").asInt());
      assertEquals(0, account(gateway, "list"));
      assertTrue(out.lines().anyMatch(line -> line.matches("shop +api +no +1 +2")), out);
      String hash = shown.at("/api_keys/0/hash_prefix").asText();
      assertEquals(0, account(gateway, "key", "remove", "shop", hash), () -> err);
      assertEquals(0, account(gateway, "delete", "shop"), () -> err);
      assertEquals(1, account(gateway, "show", "shop"));
    }
  }

  @Test
  void what_is_refused_is_one_line_with_its_place() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(ManagedGateway.write(folder, ""))) {
      assertEquals(1, account(gateway, "create", "shop", "limits.per-second=0"));
      assertTrue(err.contains("(/limits/per-second)"), err);
      assertEquals(2, account(gateway, "create", "shop", "ttl"));
      assertEquals(2, account(gateway, "set", "shop"));
      assertEquals(1, account(gateway, "set", "filed", "ttl=1m"));
      assertTrue(err.contains("configuration file"), err);
      assertEquals(0, account(gateway, "create", "shop", "--dry-run"));
      assertEquals(1, account(gateway, "show", "shop"));
    }
  }

  @Test
  void blocks_are_listed_and_one_that_is_not_there_cannot_be_lifted() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(ManagedGateway.write(folder, ""))) {
      assertEquals(0, run(new BlockCommand(), gateway, "list"), () -> err);
      assertTrue(out.startsWith("ACCOUNT"), out);
      assertEquals(1, run(new BlockCommand(), gateway, "lift", "filed", "+3934012"));
      assertTrue(err.contains("not blocked"), err);
    }
  }
}
