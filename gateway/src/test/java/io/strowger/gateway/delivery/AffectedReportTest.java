package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.message.Trouble;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AffectedReportTest {
  private static final Trouble SILENT = new Trouble(Trouble.SILENT, "alpha");
  private static final Trouble REFUSED = new Trouble(Trouble.REFUSED, "beta");

  private static AffectedReport.Builder about(AffectedQuery query) {
    AffectedReport.Builder report = new AffectedReport.Builder(query);
    report.add(new Affected(1, "bank", 393471111111L, "expired", SILENT, 1_000));
    report.add(new Affected(2, "bank", 393471111111L, "delivered", SILENT, 2_000));
    report.add(new Affected(3, "bank", 393472222222L, "failed", REFUSED, 3_000));
    report.add(new Affected(4, "shop", 393473333333L, "expired", SILENT, 4_000));
    return report;
  }

  private static AffectedQuery all(int recipients) {
    return new AffectedQuery(0, 10_000, null, null, null, recipients);
  }

  @Test
  void the_hardest_hit_account_comes_first_with_its_states_and_causes() {
    AffectedReport report = about(all(10)).build();
    assertEquals(List.of("bank", "shop"), accounts(report));
    AffectedReport.Account bank = report.accounts().getFirst();
    assertEquals(3, bank.messages());
    assertEquals(2, bank.recipients());
    assertEquals(Map.of("expired", 1L, "delivered", 1L, "failed", 1L), bank.states());
    assertEquals(
        List.of(
            new AffectedReport.Cause(SILENT, 2, 1_000, 2_000),
            new AffectedReport.Cause(REFUSED, 1, 3_000, 3_000)),
        bank.causes());
    assertTrue(report.complete());
  }

  @Test
  void a_recipient_is_named_once_masked_and_as_its_newest_message_stands() {
    AffectedReport.Account bank = about(all(10)).build().accounts().getFirst();
    assertEquals(
        List.of(
            new AffectedReport.Recipient("+3934********", "failed", 3_000),
            new AffectedReport.Recipient("+3934********", "delivered", 2_000)),
        bank.named());
  }

  @Test
  void no_more_recipients_are_named_than_were_asked_for_and_all_are_counted() {
    AffectedReport.Account bank = about(all(1)).build().accounts().getFirst();
    assertEquals(List.of("failed"), bank.named().stream().map(r -> r.state()).toList());
    assertEquals(2, bank.recipients());
    assertEquals(List.of(), about(all(0)).build().accounts().getFirst().named());
  }

  @Test
  void each_restriction_leaves_out_what_it_should() {
    assertEquals(List.of("shop"), accounts(about(query(0, 10_000, "shop", null, null)).build()));
    assertEquals(List.of("bank"), accounts(about(query(0, 10_000, null, "beta", null)).build()));
    assertEquals(1, about(query(0, 10_000, null, null, "refused")).build().accounts().size());
    assertEquals(List.of("bank"), accounts(about(query(2_000, 4_000, null, null, null)).build()));
    assertEquals(List.of(), accounts(about(query(5_000, 6_000, null, null, null)).build()));
  }

  private static AffectedQuery query(
      long since,
      long until,
      @Nullable String account,
      @Nullable String carrier,
      @Nullable String cause) {
    return new AffectedQuery(since, until, account, carrier, cause, 5);
  }

  private static List<String> accounts(AffectedReport report) {
    return report.accounts().stream().map(AffectedReport.Account::account).toList();
  }
}
