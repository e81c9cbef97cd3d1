package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.MalformedPdu;
import io.strowger.smpp.codec.Pdu;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions driven at random: whatever happens, nothing is answered twice and nothing is lost. */
final class ServerSessionPropertyTest {
  private static final int STEPS = 400;
  private static final int RUNS = 300;

  private final Set<Object> sent = new HashSet<>();
  private final Set<Integer> tickets = new HashSet<>();
  private final Map<Integer, Integer> asked = new HashMap<>();
  private final Map<Integer, Integer> answered = new HashMap<>();
  private int nextHandle;
  private int nextSequence = 1_000;
  private boolean ended;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void whatever_happens_accounts_are_square(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < RUNS; run++) {
      new ServerSessionPropertyTest().run(random.split());
    }
  }

  private void run(SplittableRandom random) {
    Steps steps = new Steps();
    for (int i = 0; i < STEPS; i++) {
      steps.now += random.nextInt(10) == 0 ? random.nextInt(20_000) : random.nextInt(20);
      if (steps.now >= steps.state.nextAlarmMillis()) {
        steps.happen(new ServerEvent.Tick());
      }
      steps.happen(event(steps, random));
      steps.taken().forEach(command -> check(steps, command));
      assertEquals(
          steps.state instanceof ServerState.Closed, ended, "closed exactly when it is said");
    }
    steps.happen(new ServerEvent.ConnectionLost("closed by the client"));
    steps.taken().forEach(command -> check(steps, command));
    assertTrue(ended);
    assertEquals(Set.of(), sent, "every deliver_sm has one outcome");
    answered.forEach((sequence, count) ->
        assertTrue(count <= asked.getOrDefault(sequence, 0), "no answer without a request"));
  }

  private ServerEvent event(Steps steps, SplittableRandom random) {
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4, 5 -> new ServerEvent.Received(message(random));
      case 6, 7, 8, 9 -> {
        List<Integer> open = List.copyOf(tickets);
        int ticket = open.isEmpty() ? 77 : open.get(random.nextInt(open.size()));
        yield new ServerEvent.Answer(
            ticket,
            random.nextBoolean()
                ? new Reply.Accepted("id", List.of())
                : new Reply.Refused(1 + random.nextInt(100)));
      }
      case 10, 11, 12 -> {
        Object handle = ++nextHandle;
        sent.add(handle);
        yield new ServerEvent.Deliver(RawEsme.message("39", "id:1"), handle);
      }
      case 13, 14, 15 -> new ServerEvent.Received(answer(random));
      case 16 -> new ServerEvent.Received(Steps.bindRequest(type(random)));
      case 17 ->
          steps.state instanceof ServerState.Deciding deciding
              ? new ServerEvent.BindAccepted(Steps.terms(deciding.type(), 0x34), "strowger")
              : new ServerEvent.Reading(random.nextBoolean());
      case 18 -> rare(random);
      default -> new ServerEvent.Received(new Pdu.EnquireLink(random.nextInt()));
    };
  }

  private static ServerEvent rare(SplittableRandom random) {
    return switch (random.nextInt(40)) {
      case 0 -> new ServerEvent.Unbind();
      case 1 -> new ServerEvent.Received(new Pdu.Unbind(5));
      case 2 -> new ServerEvent.Malformed(new MalformedPdu(0, 0, 2, false));
      case 3 -> new ServerEvent.Expel("enough");
      case 4 -> new ServerEvent.BindRefused(13, "wrong");
      default ->
          new ServerEvent.Malformed(new MalformedPdu(random.nextInt(), random.nextInt(9), 2, true));
    };
  }

  private Pdu message(SplittableRandom random) {
    int sequence = random.nextInt(5) == 0 ? 3 : nextSequence++;
    asked.merge(sequence, 1, Integer::sum);
    return switch (random.nextInt(4)) {
      case 0 -> new Pdu.DataSm(sequence, RawEsme.message("39", ""));
      case 1 -> new Pdu.QuerySm(sequence, "1", Address.EMPTY);
      default -> new Pdu.SubmitSm(sequence, RawEsme.message("39", "x"));
    };
  }

  private static Pdu answer(SplittableRandom random) {
    int sequence = 1 + random.nextInt(12);
    return random.nextBoolean()
        ? new Pdu.DeliverSmResp(sequence, 0, "")
        : new Pdu.EnquireLinkResp(sequence, 0);
  }

  private static BindType type(SplittableRandom random) {
    return List.of(BindType.values()).get(random.nextInt(3));
  }

  private void check(Steps steps, ServerCommand command) {
    assertFalse(
        ended && !(command instanceof ServerCommand.NotTaken), "nothing comes after the end");
    switch (command) {
      case ServerCommand.Write(Pdu pdu) -> written(pdu);
      case ServerCommand.Arrived arrived -> assertTrue(tickets.add(arrived.ticket()), "a new one");
      case ServerCommand.Delivered delivered -> assertTrue(sent.remove(delivered.handle()));
      case ServerCommand.Unanswered unanswered -> assertTrue(sent.remove(unanswered.handle()));
      case ServerCommand.NotTaken notTaken -> assertTrue(sent.remove(notTaken.handle()));
      case ServerCommand.Ended end -> {
        ended = true;
        end.unanswered().forEach(handle -> assertTrue(sent.remove(handle)));
        assertEquals(List.of(), steps.state.unanswered());
      }
      case ServerCommand.AskBind _,
          ServerCommand.Opened _,
          ServerCommand.Close _,
          ServerCommand.Fault _ -> {}
    }
    if (steps.state instanceof ServerState.Bound bound) {
      assertTrue(bound.traffic().awaited().size() <= bound.terms().windowMax());
      assertTrue(bound.traffic().deliveries().size() <= bound.terms().deliverMax());
    }
  }

  private void written(Pdu pdu) {
    switch (pdu) {
      case Pdu.SubmitSmResp resp -> answered.merge(resp.sequenceNumber(), 1, Integer::sum);
      case Pdu.DataSmResp resp -> answered.merge(resp.sequenceNumber(), 1, Integer::sum);
      case Pdu.QuerySmResp resp -> answered.merge(resp.sequenceNumber(), 1, Integer::sum);
      default -> {}
    }
  }
}
