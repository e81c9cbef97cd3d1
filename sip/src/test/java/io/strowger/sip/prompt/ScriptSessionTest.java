package io.strowger.sip.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.sip.prompt.ScriptEvent.Answered;
import io.strowger.sip.prompt.ScriptEvent.PlayEnded;
import io.strowger.sip.prompt.ScriptEvent.TimedOut;
import io.strowger.sip.prompt.ScriptResult.Answer;
import io.strowger.sip.prompt.ScriptState.Phase;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ScriptSessionTest {
  private static final long NOW = 1_000_000;

  private final PromptPack pack = PromptPack.builtIn("en");
  private ScriptState state = ScriptState.INITIAL;

  ScriptSessionTest() throws IOException {}

  private List<ScriptCommand> step(CallScript script, ScriptEvent event) {
    ScriptStep step = ScriptSession.step(script, pack, state, event, NOW);
    state = step.state();
    return step.commands();
  }

  private ScriptCommand only(CallScript script, ScriptEvent event) {
    List<ScriptCommand> commands = step(script, event);
    assertEquals(1, commands.size());
    return commands.getFirst();
  }

  private void plays(CallScript script, ScriptEvent event) {
    assertInstanceOf(ScriptCommand.Play.class, only(script, event));
  }

  private void waits(CallScript script, ScriptEvent event) {
    assertEquals(new ScriptCommand.WaitForKey(NOW + 5000), only(script, event));
  }

  private ScriptResult finishes(CallScript script, ScriptEvent event) {
    ScriptResult result =
        assertInstanceOf(ScriptCommand.Finish.class, only(script, event)).result();
    assertEquals(Phase.DONE, state.phase());
    assertEquals(List.of(), step(script, new PlayEnded()));
    return result;
  }

  @Test
  void without_a_key_voicemail_never_hears_the_code() {
    CodeScript script = CodeScript.of("123456");
    plays(script, new Answered());
    for (int i = 0; i < 2; i++) {
      waits(script, new PlayEnded());
      plays(script, new TimedOut());
      assertEquals(Phase.GATE, state.phase());
    }
    waits(script, new PlayEnded());
    ScriptResult result = finishes(script, new TimedOut());
    assertFalse(result.playedToEnd());
  }

  @Test
  void the_key_opens_the_gate_while_it_still_asks() {
    CodeScript script = CodeScript.of("123456");
    plays(script, new Answered());
    assertEquals(List.of(), step(script, new ScriptEvent.Key('2')));
    plays(script, new ScriptEvent.Key('1'));
    assertEquals(Phase.CODE, state.phase());
    assertEquals("21", state.result().keys());
    assertFalse(state.result().playedToEnd());
  }

  @Test
  void the_code_is_repeated_by_itself_and_by_key_and_then_ends() {
    CodeScript script = CodeScript.of("123456");
    plays(script, new Answered());
    waits(script, new PlayEnded());
    plays(script, new ScriptEvent.Key('1'));
    plays(script, new PlayEnded());
    assertTrue(state.result().playedToEnd());
    assertEquals(Phase.CODE, state.phase());
    plays(script, new PlayEnded());
    assertEquals(Phase.AGAIN, state.phase());
    waits(script, new PlayEnded());
    plays(script, new ScriptEvent.Key('1'));
    assertEquals(Phase.CODE, state.phase());
    plays(script, new PlayEnded());
    plays(script, new PlayEnded());
    waits(script, new PlayEnded());
    plays(script, new TimedOut());
    assertEquals(Phase.LAST, state.phase());
    assertTrue(finishes(script, new PlayEnded()).playedToEnd());
  }

  @Test
  void repeats_by_key_have_an_end() {
    CodeScript script = new CodeScript("4711", false, '1', 0);
    plays(script, new Answered());
    for (int i = 0; i < 3; i++) {
      plays(script, new PlayEnded());
      assertEquals(Phase.AGAIN, state.phase());
      plays(script, new ScriptEvent.Key('1'));
    }
    plays(script, new PlayEnded());
    assertEquals(Phase.LAST, state.phase());
  }

  @Test
  void a_hang_up_before_the_last_digit_is_not_heard() {
    CodeScript script = new CodeScript("4711", false, '1', 2);
    plays(script, new Answered());
    assertFalse(state.result().playedToEnd());
    plays(script, new PlayEnded());
    assertTrue(state.result().playedToEnd());
  }

  @Test
  void an_approval_takes_each_of_its_keys_and_no_other() {
    for (Answer answer : List.of(Answer.APPROVED, Answer.DENIED, Answer.FRAUD)) {
      state = ScriptState.INITIAL;
      plays(ApprovalScript.DEFAULT, new Answered());
      assertEquals(List.of(), step(ApprovalScript.DEFAULT, new ScriptEvent.Key('5')));
      char key = answer == Answer.APPROVED ? '#' : answer == Answer.DENIED ? '*' : '9';
      plays(ApprovalScript.DEFAULT, new ScriptEvent.Key(key));
      assertEquals(answer, state.result().answer());
      assertEquals(List.of(), step(ApprovalScript.DEFAULT, new ScriptEvent.Key('#')));
      assertEquals(answer, finishes(ApprovalScript.DEFAULT, new PlayEnded()).answer());
    }
  }

  @Test
  void an_approval_without_a_key_is_no_answer() {
    plays(ApprovalScript.DEFAULT, new Answered());
    for (int i = 0; i < 2; i++) {
      waits(ApprovalScript.DEFAULT, new PlayEnded());
      plays(ApprovalScript.DEFAULT, new TimedOut());
    }
    waits(ApprovalScript.DEFAULT, new PlayEnded());
    ScriptResult result = finishes(ApprovalScript.DEFAULT, new TimedOut());
    assertEquals(Answer.NONE, result.answer());
    assertTrue(result.playedToEnd());
  }

  @Test
  void a_key_that_is_not_offered_does_nothing() {
    ApprovalScript script = new ApprovalScript('1', null, null);
    plays(script, new Answered());
    assertEquals(List.of(), step(script, new ScriptEvent.Key('*')));
    assertEquals(List.of(), step(script, new ScriptEvent.Key('9')));
    plays(script, new ScriptEvent.Key('1'));
  }

  @Test
  void nothing_shows_the_code_or_the_keys() {
    CodeScript script = CodeScript.of("824915");
    ScriptStep step = ScriptSession.step(script, pack, state, new Answered(), NOW);
    step = ScriptSession.step(script, pack, step.state(), new ScriptEvent.Key('1'), NOW);
    String all =
        script + " " + step + step.state() + step.state().result() + new ScriptEvent.Key('8');
    assertFalse(all.contains("8249"), all);
    assertFalse(all.contains("keys"), all);
    assertEquals("Key[*]", new ScriptEvent.Key('8').toString());
  }

  @Test
  void scripts_that_make_no_sense_are_refused() {
    assertThrows(IllegalArgumentException.class, () -> CodeScript.of(""));
    assertThrows(IllegalArgumentException.class, () -> CodeScript.of("12a"));
    assertThrows(IllegalArgumentException.class, () -> new CodeScript("1", true, 'A', 0));
    assertThrows(IllegalArgumentException.class, () -> new CodeScript("1", true, '1', 6));
    assertThrows(IllegalArgumentException.class, () -> new ApprovalScript('1', '1', null));
  }
}
