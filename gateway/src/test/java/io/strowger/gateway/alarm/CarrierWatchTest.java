package io.strowger.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CarrierWatchTest {
  private static final LinkView ONE = link("alpha", "1", true, false);
  private static final LinkView TWO = link("alpha", "2", true, false);
  private static final LinkView BETA = link("beta", "1", true, false);

  private final CarrierWatch watch = CarrierWatch.ofLinks();

  private static LinkView link(String carrier, String name, boolean up, boolean refused) {
    return new LinkView(carrier, name, up, true, refused, up ? null : "connection refused", null);
  }

  private static LinkView down(LinkView link) {
    return link(link.carrier(), link.link(), false, false);
  }

  private static LinkView refusing(LinkView link) {
    return link(link.carrier(), link.link(), false, true);
  }

  private List<String> seen(long now, LinkView... links) {
    return watch.see(List.of(links), now).stream()
        .map(wrong ->
            wrong.severity().word() + " " + wrong.key().kind().word() + " " + wrong.key().subject())
        .toList();
  }

  @Test
  void all_is_well() {
    assertEquals(List.of(), seen(0, ONE, TWO, BETA));
  }

  @Test
  void a_refusal_is_told_at_once() {
    assertEquals(List.of("critical carrier.refuses-us alpha"), seen(0, refusing(ONE), BETA));
  }

  @Test
  void one_refused_bind_of_two_is_no_outage() {
    assertEquals(List.of("major carrier.refuses-us alpha"), seen(0, refusing(ONE), TWO));
  }

  @Test
  void a_carrier_away_has_a_moment_to_come_back() {
    assertEquals(List.of(), seen(0, down(ONE), down(TWO), BETA));
    assertEquals(List.of(), seen(4_999, down(ONE), down(TWO), BETA));
    assertEquals(
        List.of("major carrier.unreachable alpha"), seen(5_000, down(ONE), down(TWO), BETA));
    assertEquals(List.of("minor link.down alpha/2"), seen(90_000, ONE, down(TWO), BETA));
    assertEquals(List.of(), seen(90_001, ONE, TWO, BETA));
  }

  @Test
  void the_moment_begins_anew_after_it_was_back() {
    seen(0, down(ONE), BETA);
    seen(3_000, ONE, BETA);
    assertEquals(List.of(), seen(6_000, down(ONE), BETA));
  }

  @Test
  void no_carrier_at_all_is_critical() {
    seen(0, down(ONE), down(BETA));
    assertEquals(
        List.of("critical carrier.unreachable alpha", "critical carrier.unreachable beta"),
        seen(5_000, down(ONE), down(BETA)));
  }

  @Test
  void trunks_are_called_trunks() {
    CarrierWatch trunks = CarrierWatch.ofTrunks();
    assertEquals(List.of(), trunks.see(List.of(down(ONE), BETA), 0));
    Condition wrong = trunks.see(List.of(down(ONE), BETA), 5_000).getFirst();
    assertEquals(new AlarmKey(AlarmKind.CARRIER_UNREACHABLE, "alpha"), wrong.key());
    assertEquals("no trunk of alpha is up", wrong.cause());
  }

  @Test
  void a_drained_carrier_is_nobodys_concern() {
    LinkView drained = new LinkView("alpha", "1", false, false, false, "drained", null);
    seen(0, drained, BETA);
    assertEquals(List.of(), seen(60_000, drained, BETA));
  }

  @Test
  void the_evidence_says_why_and_who_answered() {
    LinkView refused =
        new LinkView(
            "alpha",
            "1",
            false,
            true,
            true,
            "TLS handshake failed: no trust",
            new LinkView.Shown(9, 0, "ab", "CN=new"));
    Condition wrong = watch.see(List.of(refused), 7).getFirst();
    assertEquals(
        Map.of("1", "TLS handshake failed: no trust", "1 shows", "CN=new ab"), wrong.evidence());
    assertEquals(7, wrong.onsetMillis());
    assertTrue(wrong.cause().contains("every bind"));
  }

  @Test
  void a_first_credential_that_is_refused_is_told_while_the_second_carries() {
    LinkView second =
        new LinkView("alpha", "1", true, true, false, null, "bind refused: wrong password", null);
    List<Condition> wrong = watch.see(List.of(second, BETA), 7);
    assertEquals(List.of("minor carrier.credential-refused alpha"), seen(9, second, BETA));
    assertEquals(Map.of("1", "bind refused: wrong password"), wrong.getFirst().evidence());
    assertEquals(7, wrong.getFirst().onsetMillis());
    assertEquals(List.of(), seen(10, ONE, BETA));
  }
}
