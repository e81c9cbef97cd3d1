package io.strowger.gateway.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.http.HttpSettings;
import io.strowger.gateway.route.RouteTable.Member;
import io.strowger.smpp.link.CarrierSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleConfigTest {
  @TempDir Path directory;

  private ConfigResult.Loaded example() {
    ConfigDirectory files = new ConfigDirectory(directory).withExample();
    ConfigResult result = files.load();
    return assertInstanceOf(ConfigResult.Loaded.class, result, result::toString);
  }

  @Test
  void the_example_is_taken_whole() {
    GatewayConfig config = example().config();
    assertEquals("gw1", config.node());
    assertEquals(HttpSettings.plain("127.0.0.1", 8080), config.http());
    assertEquals(directory.resolve("data"), config.store().directory());
    assertEquals(List.of("alpha", "beta"), config.carriers().stream().map(c -> c.id()).toList());
    Account account = config.accounts().getFirst();
    assertEquals(300_000, account.messages().defaultTtlMillis());
    assertEquals(List.of("+39", "+44"), account.guard().allow());
    assertEquals(Set.of(KeyHash.of("an-api-key-for-the-idp")), account.credentials().apiKeys());
  }

  @Test
  void secrets_and_defaults_reach_the_carrier() {
    CarrierSettings alpha = example().config().carriers().getFirst();
    assertEquals("alphapw", alpha.bind().password());
    assertEquals(new CarrierSettings.Flow(64, 100, 10_000), alpha.flow());
    assertEquals(CarrierSettings.Timers.DEFAULT, alpha.timers());
    assertEquals(CarrierSettings.Profile.DEFAULT, alpha.profile());
    assertEquals("alpha-1", alpha.links().getFirst().id());
    assertNull(alpha.links().getFirst().tls());
    assertNotNull(alpha.links().getLast().tls());
  }

  @Test
  void routes_keep_order_and_weights() {
    var entries = example().config().routes().entries();
    assertEquals("+39", entries.getFirst().prefix());
    assertEquals(
        List.of(new Member("alpha", 70, null), new Member("beta", 30, null)),
        entries.getFirst().sms());
    assertEquals(List.of(new Member("vox", null, null)), entries.getFirst().voice());
  }

  @Test
  void what_a_later_version_will_do_is_named() {
    List<String> warnings =
        new ConfigDirectory(directory)
            .lines(example().warnings()).stream()
                .map(line -> line.replaceAll("^strowger.yaml:\\d+:\\d+: ", ""))
                .toList();
    assertEquals(
        List.of(
            "accounts[0].webhook.url: not a public address: nothing is posted there without"
                + " allow-private"),
        warnings);
  }

  @Test
  void without_its_secrets_the_example_names_each_that_is_missing() {
    ConfigDirectory files = new ConfigDirectory(directory);
    List<String> problems = files.problems(ConfigDirectory.resource("example.yaml"));
    assertEquals(4, problems.size(), problems::toString);
    assertTrue(
        problems
            .getFirst()
            .contains("accounts[0].api-key: the file secrets/idp.key does not exist"),
        problems::toString);
    assertTrue(problems.toString().contains("variable IDP_SMPP_PASSWORD is not set"));
  }
}
