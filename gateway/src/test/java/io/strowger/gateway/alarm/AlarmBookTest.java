package io.strowger.gateway.alarm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class AlarmBookTest {
  private final AlarmBook book = new AlarmBook();

  static Condition condition(AlarmKind kind, String subject, Severity severity, long onset) {
    return new Condition(
        new AlarmKey(kind, subject), severity, "wrong with " + subject, Map.of(), onset);
  }

  private static Condition down(String carrier, Severity severity, long onset) {
    return condition(AlarmKind.CARRIER_UNREACHABLE, carrier, severity, onset);
  }

  @Test
  void saying_it_again_is_no_change() {
    assertInstanceOf(AlarmChange.Raised.class, book.raise(down("alpha", Severity.MAJOR, 5), 10));
    assertNull(book.raise(down("alpha", Severity.MAJOR, 7), 20));
    Alarm open = book.open().getFirst();
    assertEquals(5, open.condition().onsetMillis(), "the earliest onset counts");
    assertEquals(10, open.changedMillis());
  }

  @Test
  void another_severity_is_a_change_of_the_same_alarm() {
    book.raise(down("alpha", Severity.MAJOR, 5), 10);
    AlarmChange change = book.raise(down("alpha", Severity.CRITICAL, 5), 20);
    assertInstanceOf(AlarmChange.Changed.class, change);
    Alarm open = book.open().getFirst();
    assertEquals(
        List.of(1L, 10L, 20L), List.of(open.id(), open.raisedMillis(), open.changedMillis()));
  }

  @Test
  void what_its_source_sees_no_more_is_over_and_nothing_else() {
    book.raise(down("alpha", Severity.MAJOR, 5), 10);
    book.raise(condition(AlarmKind.CERTIFICATE_EXPIRING, "door", Severity.WARNING, 1), 10);
    List<AlarmChange> changes =
        book.see(
            Set.of(AlarmKind.CARRIER_UNREACHABLE), List.of(down("beta", Severity.MAJOR, 30)), 30);
    assertEquals(List.of("raised", "cleared"), changes.stream().map(AlarmChange::word).toList());
    assertEquals(
        List.of("beta", "door"),
        book.open().stream().map(alarm -> alarm.condition().key().subject()).toList());
    assertEquals(30, book.cleared().getFirst().clearedMillis());
  }

  @Test
  void clearing_what_is_not_open_is_nothing() {
    assertNull(book.clear(new AlarmKey(AlarmKind.LINK_DOWN, "alpha/1"), 1));
  }

  @Test
  void the_worst_comes_first_and_of_those_the_oldest() {
    book.raise(down("a", Severity.WARNING, 1), 1);
    book.raise(down("b", Severity.CRITICAL, 1), 2);
    book.raise(down("c", Severity.CRITICAL, 1), 3);
    assertEquals(
        List.of("b", "c", "a"),
        book.open().stream().map(alarm -> alarm.condition().key().subject()).toList());
  }

  @Test
  void it_is_bounded() {
    for (int i = 0; i <= AlarmBook.OPEN_MAX; i++) {
      book.raise(down("c" + i, Severity.MAJOR, 1), 1);
    }
    assertEquals(AlarmBook.OPEN_MAX, book.open().size());
    assertEquals(1, book.overflowed());
    for (int i = 0; i < AlarmBook.OPEN_MAX; i++) {
      book.clear(new AlarmKey(AlarmKind.CARRIER_UNREACHABLE, "c" + i), 2);
    }
    assertEquals(AlarmBook.CLEARED_MAX, book.cleared().size());
  }
}
