package io.strowger.gateway.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.delivery.Answers.Says;
import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.Messages;
import io.strowger.gateway.message.Verdict;
import io.strowger.smpp.session.LinkCommand.Unanswered;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private final Answers answers = new Answers();

  private static Attempt attempt(Verdict verdict, long started, long answered) {
    return new Attempt(
        1, Messages.via("alpha"), 1, "alpha-1", List.of(), 1, 0, verdict, started, answered, 0);
  }

  private Says unanswered(long started) {
    Verdict doubt = new Verdict.InDoubt(Answers.NO_ANSWER);
    return answers.changed(attempt(doubt, started, 0), null, started + 10_000);
  }

  @Test
  void the_cause_is_the_one_that_links_give() {
    assertEquals(Unanswered.NO_ANSWER, Answers.NO_ANSWER);
  }

  @Test
  void three_in_a_row_tell_that_nothing_is_answered() {
    assertEquals(Says.NOTHING, unanswered(100));
    assertEquals(Says.NOTHING, unanswered(200));
    assertEquals(Says.ANSWERS_NOTHING, unanswered(300));
  }

  @Test
  void what_another_link_answered_since_takes_it_back() {
    assertEquals(Says.NOTHING, unanswered(100));
    assertEquals(Says.NOTHING, unanswered(200));
    assertEquals(Says.ANSWERS, answers.changed(attempt(new Verdict.Taken(), 250, 260), null, 260));
    assertEquals(Says.NOTHING, unanswered(240));
    assertEquals(Says.NOTHING, unanswered(250));
    assertEquals(Says.NOTHING, unanswered(300));
    assertEquals(Says.NOTHING, unanswered(400));
    assertEquals(Says.ANSWERS_NOTHING, unanswered(500));
  }

  @Test
  void a_link_that_was_lost_says_nothing_of_answers() {
    Attempt lost = attempt(new Verdict.InDoubt("connection lost"), 100, 0);
    for (int i = 0; i < 5; i++) {
      assertEquals(Says.NOTHING, answers.changed(lost, null, 200));
    }
  }
}
