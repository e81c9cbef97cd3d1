package io.strowger.gateway.main;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.main.ManagedGateway.Answered;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jsmpp.bean.BindType;
import org.jsmpp.bean.NumberingPlanIndicator;
import org.jsmpp.bean.TypeOfNumber;
import org.jsmpp.session.BindParameter;
import org.jsmpp.session.SMPPSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Accounts changed over the API of a whole gateway, and what stays of it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AccountAdminTest {
  private static final String ACCOUNTS = "/v1/admin/accounts";
  private static final String SHOP =
      """
      {"id": "shop", "api-key": "the-first-key-of-the-shop", "ttl": "2m",
       "twilio": {"account-sid": "AC2", "auth-token": "a-token-of-the-shop"},
       "webhook": {"url": "https://shop.example/hook", "secret": "a-secret-of-the-shop"},
       "smpp": {"system-id": "shop", "password": "pass0001", "max-binds": 2},
       "kannel": {"username": "shop", "password": "kannel-pass"}}
      """;

  @TempDir Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void write() throws Exception {
    file = ManagedGateway.write(folder, "");
  }

  private String kept() throws Exception {
    return Files.readString(folder.resolve("data/accounts.json"));
  }

  @Test
  void an_account_is_made_shown_changed_and_deleted_and_survives_a_restart() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      Answered made = gateway.call("POST", ACCOUNTS, SHOP);
      assertEquals(201, made.status(), made.body().toString());
      assertEquals(202, gateway.send("the-first-key-of-the-shop"));
      Answered shown = gateway.call("GET", ACCOUNTS + "/shop", "");
      assertEquals(made.body(), shown.body());
      assertEquals(made.etag(), shown.etag());
      assertEquals("api", shown.body().path("managed_by").asText());
      assertEquals("2m", shown.body().at("/settings/ttl").asText());
      assertEquals(3, shown.body().at("/settings/max-segments").asInt(), "defaults are shown");
      for (String secret :
          new String[] {"first-key", "a-token", "a-secret", "pass0001", "kannel-pass"}) {
        assertFalse(shown.body().toString().contains(secret), shown.body().toString());
      }
      Answered changed =
          gateway.call(
              "PATCH",
              ACCOUNTS + "/shop",
              "{\"ttl\":null,\"sender\":\"Shop\"}",
              "If-Match",
              shown.etag());
      assertEquals(200, changed.status(), changed.body().toString());
      assertEquals("Shop", changed.body().at("/settings/sender").asText());
      assertTrue(changed.body().at("/settings/ttl").isMissingNode());
      assertNotEquals(shown.etag(), changed.etag());
    }
    assertFalse(kept().contains("the-first-key"), "keys are kept as their hashes");
    assertFalse(kept().contains("pass0001") || kept().contains("kannel-pass"));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(folder.resolve("data/accounts.json"))));
    try (ManagedGateway again = ManagedGateway.start(file)) {
      assertEquals(202, again.send("the-first-key-of-the-shop"));
      Answered list = again.call("GET", ACCOUNTS, "");
      assertEquals("filed", list.body().at("/accounts/0/id").asText());
      assertEquals("file", list.body().at("/accounts/0/managed_by").asText());
      assertEquals("shop", list.body().at("/accounts/1/id").asText());
      assertEquals(200, again.call("DELETE", ACCOUNTS + "/shop", "").status());
      assertEquals(401, again.send("the-first-key-of-the-shop"));
      assertEquals(404, again.call("GET", ACCOUNTS + "/shop", "").status());
    }
    try (ManagedGateway last = ManagedGateway.start(file)) {
      assertEquals(401, last.send("the-first-key-of-the-shop"));
      assertEquals(202, last.send(ManagedGateway.FILE_KEY));
    }
  }

  @Test
  void a_bad_change_names_the_place_and_leaves_everything_in_force() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      assertEquals(201, gateway.call("POST", ACCOUNTS, SHOP).status());
      String before = kept();
      Answered shown = gateway.call("GET", ACCOUNTS + "/shop", "");
      Answered refused =
          gateway.call(
              "PATCH",
              ACCOUNTS + "/shop",
              "{\"limits\":{\"per-number\":{\"per-30s\":0}},\"sender\":\"Fine\"}");
      assertEquals(422, refused.status());
      assertEquals("invalid-configuration", refused.type());
      assertTrue(
          refused.body().path("pointer").asText().startsWith("/limits/per-number"),
          refused.body().toString());
      Answered unknown = gateway.call("PATCH", ACCOUNTS + "/shop", "{\"sendr\":\"x\"}");
      assertEquals("/sendr", unknown.body().path("pointer").asText());
      assertTrue(unknown.body().path("detail").asText().contains("sender"), "a hint");
      Answered taken =
          gateway.call("PATCH", ACCOUNTS + "/shop", "{\"twilio\":{\"account-sid\":\"AC1\"}}");
      assertEquals("/twilio/account-sid", taken.body().path("pointer").asText());
      Answered stolen =
          gateway.call(
              "PATCH", ACCOUNTS + "/shop", "{\"api-key\":\"" + ManagedGateway.FILE_KEY + "\"}");
      assertEquals("/api-key", stolen.body().path("pointer").asText());
      assertFalse(stolen.body().toString().contains(ManagedGateway.FILE_KEY));
      assertEquals("/id", gateway.call("POST", ACCOUNTS, "{}").body().path("pointer").asText());
      assertEquals(400, gateway.call("POST", ACCOUNTS, "{\"id\":\"a\",\"id\":\"b\"}").status());
      assertEquals(shown.body(), gateway.call("GET", ACCOUNTS + "/shop", "").body());
      assertEquals(before, kept());
      assertEquals(202, gateway.send("the-first-key-of-the-shop"));
    }
  }

  @Test
  void references_are_not_followed_for_the_api() throws Exception {
    Files.writeString(folder.resolve("secret.txt"), "what-only-the-file-may-read");
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      String body = "{\"id\":\"spy\",\"sender\":\"${file:secret.txt}\"}";
      Answered refused = gateway.call("POST", ACCOUNTS, body);
      assertEquals(422, refused.status());
      assertEquals("/sender", refused.body().path("pointer").asText());
      assertFalse(refused.body().toString().contains("what-only"));
    }
  }

  @Test
  void a_dry_run_judges_and_changes_nothing() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      Answered dry = gateway.call("POST", ACCOUNTS + "?dry_run=true", SHOP);
      assertEquals(200, dry.status());
      assertEquals("shop", dry.body().path("id").asText());
      assertEquals(404, gateway.call("GET", ACCOUNTS + "/shop", "").status());
      assertFalse(Files.exists(folder.resolve("data/accounts.json")));
      assertEquals(422, gateway.call("POST", ACCOUNTS + "?dry_run=true", "{}").status());
      assertEquals(400, gateway.call("POST", ACCOUNTS + "?dry_run=maybe", SHOP).status());
    }
  }

  @Test
  void who_was_slower_is_told_and_changes_nothing() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      String first = gateway.call("POST", ACCOUNTS, SHOP).etag();
      assertEquals(409, gateway.call("POST", ACCOUNTS, SHOP).status());
      assertEquals(
          200,
          gateway
              .call("PATCH", ACCOUNTS + "/shop", "{\"sender\":\"A\"}", "If-Match", first)
              .status());
      for (String method : new String[] {"PATCH", "DELETE"}) {
        Answered late =
            gateway.call(
                method,
                ACCOUNTS + "/shop",
                method.equals("PATCH") ? "{\"sender\":\"B\"}" : "",
                "If-Match",
                first);
        assertEquals(412, late.status());
      }
      Answered shown = gateway.call("GET", ACCOUNTS + "/shop", "");
      assertEquals("A", shown.body().at("/settings/sender").asText());
      assertEquals(
          400, gateway.call("DELETE", ACCOUNTS + "/shop", "", "If-Match", "no quotes").status());
    }
  }

  @Test
  void the_files_accounts_stay_the_files() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      assertEquals(
          "not-managed", gateway.call("PATCH", ACCOUNTS + "/filed", "{\"sender\":\"A\"}").type());
      assertEquals("not-managed", gateway.call("DELETE", ACCOUNTS + "/filed", "").type());
      assertEquals("not-managed", gateway.call("POST", ACCOUNTS + "/filed/keys", "").type());
      assertEquals(409, gateway.call("POST", ACCOUNTS, "{\"id\":\"filed\"}").status());
      assertEquals(202, gateway.send(ManagedGateway.FILE_KEY));
      assertEquals(403, gateway.callAs(ManagedGateway.FILE_KEY, "GET", ACCOUNTS, "").status());
    }
  }

  @Test
  void a_file_that_comes_to_clash_with_an_account_of_the_api_is_refused_whole() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      assertEquals(201, gateway.call("POST", ACCOUNTS, SHOP).status());
      ManagedGateway.write(folder, "  - {id: shop, api-key: another-key-of-the-file}");
      Answered reload = gateway.call("POST", "/v1/admin/config:reload", "");
      assertEquals(422, reload.status());
      assertTrue(reload.body().toString().contains("accounts.json"), reload.body().toString());
      assertEquals(202, gateway.send("the-first-key-of-the-shop"));
      // A file that is not in force does not stand in the way of a change.
      assertEquals(200, gateway.call("PATCH", ACCOUNTS + "/shop", "{\"sender\":\"A\"}").status());
      assertEquals(200, gateway.call("DELETE", ACCOUNTS + "/shop", "").status());
      assertEquals(200, gateway.call("POST", "/v1/admin/config:reload", "").status());
      assertEquals(202, gateway.send("another-key-of-the-file"));
    }
  }

  @Test
  void keys_overlap_until_the_old_one_is_taken_away() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      assertEquals(201, gateway.call("POST", ACCOUNTS, SHOP).status());
      Answered added = gateway.call("POST", ACCOUNTS + "/shop/keys", "");
      assertEquals(201, added.status());
      String key = added.body().path("secret").asText();
      assertEquals(202, gateway.send(key));
      assertEquals(202, gateway.send("the-first-key-of-the-shop"));
      Answered shown = gateway.call("GET", ACCOUNTS + "/shop", "");
      assertEquals(2, shown.body().path("api_keys").size());
      assertFalse(shown.body().toString().contains(key), "it is told once");
      String old =
          shown
              .body()
              .path("api_keys")
              .valueStream()
              .map(one -> one.path("hash_prefix").asText())
              .filter(prefix -> !prefix.equals(added.body().path("hash_prefix").asText()))
              .findFirst()
              .orElseThrow();
      assertEquals(200, gateway.call("DELETE", ACCOUNTS + "/shop/keys/" + old, "").status());
      assertEquals(202, gateway.send(key));
      assertEquals(401, gateway.send("the-first-key-of-the-shop"));
      assertEquals(404, gateway.call("DELETE", ACCOUNTS + "/shop/keys/" + old, "").status());
      assertEquals(404, gateway.call("DELETE", ACCOUNTS + "/shop/keys/zz", "").status());
    }
  }

  private static SMPPSession bind(ManagedGateway gateway, String password) throws Exception {
    InetSocketAddress address = gateway.gateway.esmeAddresses().getFirst();
    SMPPSession session = new SMPPSession();
    session.connectAndBind(
        address.getHostString(),
        address.getPort(),
        new BindParameter(
            BindType.BIND_TRX,
            "shop",
            password,
            "",
            TypeOfNumber.UNKNOWN,
            NumberingPlanIndicator.UNKNOWN,
            null));
    return session;
  }

  /** The command_status of the answer; jSMPP would wait long when the connection ends with it. */
  private static int bindStatus(ManagedGateway gateway, String password) throws Exception {
    InetSocketAddress address = gateway.gateway.esmeAddresses().getFirst();
    try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout(20_000);
      byte[] name = ("shop\0" + password + "\0\0").getBytes(StandardCharsets.US_ASCII);
      ByteBuffer bind = ByteBuffer.allocate(16 + name.length + 4);
      bind.putInt(bind.capacity()).putInt(9).putInt(0).putInt(1).put(name).putInt(0x34000000);
      socket.getOutputStream().write(bind.array());
      return ByteBuffer.wrap(socket.getInputStream().readNBytes(16)).getInt(8);
    }
  }

  @Test
  void smpp_passwords_overlap_and_one_taken_away_ends_the_binds() throws Exception {
    try (ManagedGateway gateway = ManagedGateway.start(file)) {
      assertEquals(201, gateway.call("POST", ACCOUNTS, SHOP).status());
      SMPPSession old = bind(gateway, "pass0001");
      Answered added = gateway.call("POST", ACCOUNTS + "/shop/smpp-passwords", "");
      assertEquals(201, added.status());
      String password = added.body().path("secret").asText();
      assertEquals(8, password.length());
      SMPPSession next = bind(gateway, password);
      assertTrue(old.getSessionState().isBound(), "nobody is disturbed by one more password");
      await().until(() -> gateway.gateway.esmeSessions() == 2);
      String made = added.body().path("hash_prefix").asText();
      String prefix =
          gateway
              .call("GET", ACCOUNTS + "/shop", "")
              .body()
              .path("smpp_passwords")
              .valueStream()
              .map(one -> one.path("hash_prefix").asText())
              .filter(one -> !one.equals(made))
              .findFirst()
              .orElseThrow();
      String path = ACCOUNTS + "/shop/smpp-passwords/";
      assertEquals(200, gateway.call("DELETE", path + prefix, "").status());
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> !old.getSessionState().isBound() && !next.getSessionState().isBound());
      assertEquals(0, bindStatus(gateway, password));
      assertNotEquals(0, bindStatus(gateway, "pass0001"));
      assertEquals(422, gateway.call("DELETE", path + made, "").status(), "the last one stays");
    }
  }
}
