package io.strowger.gateway.canary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.canary.CanaryCommand.Lost;
import io.strowger.gateway.canary.CanaryCommand.Returned;
import io.strowger.gateway.canary.CanaryCommand.Send;
import io.strowger.gateway.canary.CanaryReport.Standing;
import io.strowger.gateway.number.PhoneNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Three carriers, a number at beta and one at gamma; what is delivered returns after 3 s. */
final class CanaryBookTest {
  private static final long SECOND = 1_000;
  private static final CanaryNumber AT_BETA =
      new CanaryNumber("beta-1", new PhoneNumber("+393330000001"), "beta");
  private static final CanaryNumber AT_GAMMA =
      new CanaryNumber("gamma-1", new PhoneNumber("+393330000002"), "gamma");
  private static final List<String> ALL = List.of("alpha", "beta", "gamma");

  private record Back(long at, String token, String over) {}

  private final CanaryBook book = new CanaryBook();
  private final SplittableRandom random = new SplittableRandom(5);
  private final List<Send> sends = new ArrayList<>();
  private final List<CanaryCommand> told = new ArrayList<>();
  private final List<Back> underWay = new ArrayList<>();
  private final Set<String> silentCarriers = new HashSet<>();
  private final Set<String> silentNumbers = new HashSet<>();
  private final Set<String> busy = new HashSet<>();
  private final Set<String> suspected = new HashSet<>();
  private boolean taken = true;
  private long now = 1_000_000;

  private final CarrierView view =
      new CarrierView() {
        @Override
        public boolean isFree(String carrier) {
          return !busy.contains(carrier);
        }

        @Override
        public boolean isSuspected(String carrier) {
          return suspected.contains(carrier);
        }
      };

  private void configure(CanaryNumber... numbers) {
    configure(3_000, numbers);
  }

  private void configure(int perDay, CanaryNumber... numbers) {
    CanarySettings settings =
        new CanarySettings(
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            perDay,
            null,
            List.of("Your code is {code}", "{code} is your code"),
            List.of(numbers));
    book.configure(
        settings,
        settings.numbers().stream().map(one -> new CanaryWay(one, "+39333", ALL)).toList(),
        now);
  }

  private void run(long seconds) {
    for (long i = 0; i < seconds; i++) {
      now += SECOND;
      for (Back back : List.copyOf(underWay)) {
        if (back.at() <= now) {
          underWay.remove(back);
          told.addAll(book.came(back.token(), back.over(), now));
        }
      }
      for (CanaryCommand command : book.tick(view, random, now)) {
        if (command instanceof Send send) {
          sends.add(send);
          deliver(send);
        } else {
          told.add(command);
        }
      }
    }
  }

  private void deliver(Send send) {
    told.addAll(book.answered(send.token(), taken, now));
    String number = send.to().equals(AT_BETA.number()) ? "beta" : "gamma";
    if (taken && !silentCarriers.contains(send.carrier()) && !silentNumbers.contains(number)) {
      underWay.add(new Back(now + 3 * SECOND, send.token(), number));
    }
  }

  private long count(Class<? extends CanaryCommand> kind, String carrier) {
    return told.stream()
        .filter(one -> kind.isInstance(one) && one.carrier().equals(carrier))
        .count();
  }

  private long sent(String carrier) {
    return sends.stream().filter(one -> one.carrier().equals(carrier)).count();
  }

  private Standing standing(String id) {
    return book.report().numbers().stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow()
        .standing();
  }

  @Test
  void each_carrier_sends_one_a_minute_to_numbers_of_others_in_turn() {
    configure(AT_BETA, AT_GAMMA);
    run(600);
    assertEquals(10, sent("alpha"));
    assertEquals(10, sent("beta"));
    assertEquals(10, sent("gamma"));
    assertEquals(
        5,
        sends.stream()
            .filter(one -> one.carrier().equals("alpha") && one.to().equals(AT_BETA.number()))
            .count());
    assertTrue(
        sends.stream()
            .filter(one -> one.carrier().equals("beta"))
            .allMatch(one -> one.to().equals(AT_GAMMA.number())));
    assertEquals(30, told.stream().filter(Returned.class::isInstance).count());
    assertEquals(30, sends.stream().map(Send::token).distinct().count());
    assertEquals(
        2, sends.stream().map(one -> one.text().replace(one.token(), "")).distinct().count());
    assertEquals(Standing.ANSWERS, standing("beta-1"));
  }

  @Test
  void a_silent_carrier_loses_six_within_two_minutes_and_no_other_loses_any() {
    configure(AT_BETA, AT_GAMMA);
    run(600);
    silentCarriers.add("alpha");
    run(125);
    assertTrue(count(Lost.class, "alpha") >= 6, told::toString);
    assertEquals(0, count(Lost.class, "beta"));
    assertEquals(0, count(Lost.class, "gamma"));
    assertEquals(Standing.ANSWERS, standing("beta-1"));
  }

  /** Its own canaries follow each other faster than those that show that the number answers. */
  @Test
  void a_number_is_not_called_silent_for_a_carrier_that_was_left() {
    configure(AT_BETA);
    run(300);
    silentCarriers.add("alpha");
    suspected.add("alpha");
    for (int second = 0; second < 900; second++) {
      run(1);
      assertEquals(Standing.ANSWERS, standing("beta-1"), "after " + second + " s");
    }
    assertTrue(count(Lost.class, "alpha") > 20);
  }

  @Test
  void with_two_carriers_the_one_that_brings_the_texts_shows_that_the_number_answers() {
    configure(AT_BETA);
    busy.add("gamma");
    run(600);
    assertEquals(0, sent("beta"), "nothing is late");
    silentCarriers.add("alpha");
    run(125);
    assertTrue(count(Lost.class, "alpha") >= 6, told::toString);
    assertTrue(sent("beta") > 0);
  }

  @Test
  void a_number_whose_texts_no_longer_come_blames_no_carrier() {
    configure(AT_BETA);
    run(600);
    silentNumbers.add("beta");
    run(600);
    assertEquals(0, told.stream().filter(Lost.class::isInstance).count());
    assertEquals(Standing.SILENT, standing("beta-1"));
    assertTrue(sends.size() < 100, () -> sends.size() + " canaries");
    silentNumbers.clear();
    run(600);
    assertEquals(0, told.stream().filter(Lost.class::isInstance).count());
    assertEquals(Standing.ANSWERS, standing("beta-1"));
  }

  @Test
  void a_number_that_never_answered_is_told_of_and_hardly_tried() {
    silentNumbers.add("beta");
    configure(AT_BETA);
    run(86_400);
    assertEquals(0, told.stream().filter(Lost.class::isInstance).count());
    assertEquals(Standing.NEVER_ANSWERED, standing("beta-1"));
    assertTrue(sends.size() < 200, () -> sends.size() + " canaries to a stranger in a day");
  }

  @Test
  void a_carrier_that_was_silent_from_the_start_is_found_by_the_others() {
    silentCarriers.add("alpha");
    configure(AT_BETA);
    run(150);
    assertTrue(count(Lost.class, "alpha") >= 6, told::toString);
  }

  @Test
  void what_no_carrier_takes_is_neither_sent_nor_lost() {
    configure(AT_BETA);
    taken = false;
    run(300);
    assertTrue(told.stream().allMatch(CanaryCommand.NotTaken.class::isInstance), told::toString);
    assertFalse(told.isEmpty());
  }

  @Test
  void a_late_one_is_told_as_returned_once() {
    configure(AT_BETA);
    run(60);
    silentCarriers.add("alpha");
    run(70);
    Send late =
        sends.stream()
            .filter(one -> one.carrier().equals("alpha"))
            .skip(1)
            .findFirst()
            .orElseThrow();
    run(40);
    assertTrue(count(Lost.class, "alpha") > 0);
    assertEquals(1, book.came(late.token(), "beta", now).size());
    assertEquals(List.of(), book.came(late.token(), "beta", now));
  }

  @Test
  void one_that_comes_back_by_the_carrier_it_left_by_proves_nothing() {
    configure(AT_BETA);
    run(1);
    Send send = sends.getFirst();
    assertEquals("alpha", send.carrier());
    assertEquals(List.of(), book.came(send.token(), "alpha", now));
    assertEquals(1, book.came(send.token(), "gamma", now).size());
  }

  @Test
  void one_that_is_back_before_its_answer_was_sent_first() {
    configure(AT_BETA);
    now += SECOND;
    Send send = (Send) book.tick(view, random, now).getFirst();
    assertEquals(
        List.of(CanaryCommand.Sent.class, Returned.class),
        book.came(send.token(), "beta", now + 5).stream().map(Object::getClass).toList());
    assertEquals(List.of(), book.answered(send.token(), true, now + 9));
  }

  @Test
  void a_suspected_carrier_sends_them_often_and_a_busy_one_none() {
    configure(AT_BETA, AT_GAMMA);
    suspected.add("alpha");
    busy.add("gamma");
    run(60);
    assertEquals(20, sent("alpha"));
    assertEquals(0, sent("gamma"));
  }

  /** They return after 3 s, so at 9 s one is odd: long before it is lost. */
  @Test
  void one_that_is_slower_than_usual_has_others_sent_after_it() {
    configure(AT_BETA);
    run(61);
    assertEquals(2, sent("alpha"));
    silentCarriers.add("alpha");
    run(65);
    assertEquals(3, sent("alpha"), "the next was due, and is not odd yet");
    run(7);
    assertEquals(5, sent("alpha"));
    assertEquals(0, count(Lost.class, "alpha"));
  }

  @Test
  void a_day_has_only_so_many_however_suspected() {
    configure(1_440, AT_BETA);
    suspected.add("alpha");
    run(86_400);
    assertTrue(sent("alpha") <= 1_440 + 120, () -> "sent " + sent("alpha"));
  }

  @Test
  void what_is_remembered_is_bounded() {
    configure(1_000_000, AT_BETA, AT_GAMMA);
    suspected.addAll(ALL);
    silentNumbers.addAll(ALL);
    run(3_600);
    assertTrue(sends.size() < 3_600, () -> sends.size() + " canaries");
  }

  @Test
  void settings_that_stay_lose_nothing_of_what_is_under_way() {
    configure(AT_BETA);
    run(1);
    configure(AT_BETA, AT_GAMMA);
    run(10);
    assertTrue(count(Returned.class, "alpha") >= 1);
  }

  @Test
  void only_whole_runs_of_ten_digits_are_taken_for_canaries() {
    assertEquals(List.of("0123456789"), CanaryToken.in("FREE: 0123456789 is your code"));
    assertEquals(List.of("0123456789"), CanaryToken.in("0123456789"));
    assertEquals(List.of(), CanaryToken.in("Your code is 407402913, call +441234567890"));
    assertEquals(List.of(), CanaryToken.in(""));
    assertEquals(4, CanaryToken.in("0123456789 ".repeat(20)).size());
  }

  @Test
  void calls_have_their_own_pace_and_bound() {
    CanaryNumber called = new CanaryNumber("beta-1", AT_BETA.number(), "beta", true);
    configure(called);
    run(3_600);
    assertEquals(6, sent("alpha"));
    assertEquals(6, sent("gamma"));
    assertEquals(0, sent("beta"));
    assertTrue(sends.stream().allMatch(one -> one.call() && one.text().equals(one.token())));
    silentCarriers.add("alpha");
    suspected.add("alpha");
    run(120);
    assertEquals(6 + 12, sent("alpha"), "each ten seconds");
    assertTrue(count(Lost.class, "alpha") >= 6, told::toString);
    assertEquals(0, count(Lost.class, "gamma"));
    run(2 * 86_400);
    assertTrue(sent("alpha") < 18 + 2 * 400 + 120, () -> sent("alpha") + " calls");
  }
}
