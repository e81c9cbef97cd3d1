package io.strowger.gateway.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.strowger.gateway.message.Attempt;
import io.strowger.gateway.message.CallEvidence;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Plan;
import io.strowger.gateway.message.Refusal;
import io.strowger.gateway.message.RouteChoice;
import io.strowger.gateway.message.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CallCodecTest {
  private static final CallEvidence CALL =
      new CallEvidence(
          true,
          true,
          false,
          true,
          false,
          CallEvidence.Answer.DENIED,
          812,
          3_000,
          61_000,
          200,
          16,
          true,
          false,
          true);

  private static final Attempt SPOKEN =
      new Attempt(
          1,
          new RouteChoice("vox", Channel.VOICE, "+39", RouteChoice.Reason.ESCALATION, null),
          1,
          "vox-1",
          List.of(),
          0,
          0,
          new Verdict.Refused(
              new Refusal("voice:no-media", "silence", Refusal.Disposition.OTHER_CHANNEL)),
          CALL,
          1_000,
          2_000,
          3_000);

  private static BodyReader written(BodyWriter out) {
    return new BodyReader(out.copy(), 0, out.size());
  }

  @Test
  void a_call_comes_back_from_the_journal_and_from_history() throws Exception {
    BodyWriter out = new BodyWriter();
    Snapshots.write(
        out, new Message(Samples.spec(1), new MessageState.Accepted(), List.of(SPOKEN)));
    BodyReader in = written(out);
    Snapshots.readState(in);
    assertEquals(List.of(SPOKEN), Snapshots.readAttempts(in, CommitEncoder.VERSION));
    assertEquals(List.of(SPOKEN), AttemptsJson.read(AttemptsJson.write(List.of(SPOKEN))));
  }

  @Test
  void attempts_and_plans_of_the_format_before_calls_are_still_read() throws Exception {
    BodyWriter out = new BodyWriter();
    Attempt text = Samples.pending(1, 1);
    Snapshots.write(out, new Message(Samples.spec(1), new MessageState.Accepted(), List.of(text)));
    BodyWriter times = new BodyWriter();
    times.putVarint(text.startedAtMillis());
    times.putVarint(0);
    times.putVarint(0);
    byte[] now = out.copy();
    // The old format has no octet before the times that says whether there was a call.
    byte[] before = new byte[now.length - 1];
    int at = now.length - times.size() - 1;
    System.arraycopy(now, 0, before, 0, at);
    System.arraycopy(now, at + 1, before, at, times.size());
    BodyReader in = new BodyReader(before, 0, before.length);
    Snapshots.readState(in);
    assertEquals(List.of(text), Snapshots.readAttempts(in, CommitEncoder.OLDEST));
    assertEquals(0, in.remaining());

    BodyWriter plan = new BodyWriter();
    plan.putVarint(2);
    plan.putByte(1);
    plan.putByte(2);
    assertEquals(
        Plan.of(List.of(Channel.SMS, Channel.VOICE)),
        Snapshots.readPlan(written(plan), CommitEncoder.OLDEST));
  }

  @Test
  void plans_with_delays_come_back_and_damaged_ones_do_not() throws Exception {
    for (String text : List.of("SMS", "SMS,VOICE+30000", "APPROVAL:VOICE")) {
      BodyWriter out = new BodyWriter();
      Snapshots.write(out, Plan.parse(text));
      assertEquals(Plan.parse(text), Snapshots.readPlan(written(out), CommitEncoder.VERSION));
    }
    BodyWriter fax = new BodyWriter();
    fax.putVarint(1);
    fax.putByte(9);
    assertThrows(
        DamagedException.class, () -> Snapshots.readPlan(written(fax), CommitEncoder.VERSION));
  }
}
