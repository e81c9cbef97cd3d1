package io.strowger.gateway.esme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.delivery.KeptDraft;
import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.Messages;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.BoundEsme;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What becomes of parts that were answered before their whole message was decided. */
final class EsmePartsTest {
  private static final RequestRef FIRST = new RequestRef(1, 1);
  private static final RequestRef LAST = new RequestRef(1, 2);
  private static final long PATIENCE = 200;

  private final Message message = Messages.accepted();
  private final KeepingDesk desk = new KeepingDesk();
  private final List<Response> answers = new ArrayList<>();
  private final List<Map<RequestRef, ShortMessage>> restored = new ArrayList<>();
  private final EsmeParts parts =
      new EsmeParts(desk, (_, again) -> restored.add(again), answers::addAll);

  private EsmeParts.Whole wholeOfKeptFirst() {
    parts.arrived(new Inbound.Part(esme(), FIRST, part()), 0);
    parts.tick(PATIENCE);
    assertEquals(List.of(new Response.Accepted(FIRST, "p0000001")), answers);
    EsmeParts.Whole whole = parts.whole(List.of(FIRST, LAST));
    assertEquals(List.of(1L), whole.settles());
    return whole;
  }

  @Test
  void refused_for_the_moment_they_wait_for_what_was_refused() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Refused(true), PATIENCE);
    assertEquals(1, restored.size());
    assertEquals(List.of(FIRST), List.copyOf(restored.getFirst().keySet()));
    assertEquals(List.of(), desk.dropped);
    assertEquals(List.of(1L), parts.whole(List.of(FIRST, LAST)).settles());
  }

  @Test
  void waiting_again_they_are_not_answered_twice() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Refused(true), PATIENCE);
    parts.tick(PATIENCE * 3);
    assertEquals(1, answers.size());
  }

  @Test
  void what_waits_again_in_vain_leaves_the_store() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Refused(true), PATIENCE);
    parts.abandoned(List.of(FIRST));
    assertEquals(List.of(1L), desk.dropped);
    assertEquals(0, parts.size());
  }

  @Test
  void refused_for_good_they_leave_the_store() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Refused(false), PATIENCE);
    assertEquals(List.of(1L), desk.dropped);
  }

  @Test
  void taken_by_a_commit_they_leave_with_it() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Taken(true), PATIENCE);
    assertEquals(List.of(), desk.dropped);
  }

  @Test
  void repeating_another_message_they_leave_the_store() {
    parts.ended(wholeOfKeptFirst(), new Submission.Ending.Taken(false), PATIENCE);
    assertEquals(List.of(1L), desk.dropped);
    assertEquals(List.of(), restored);
  }

  @Test
  void a_whole_refused_for_the_moment_tells_so_before_it_is_answered() {
    List<Object> told = new ArrayList<>();
    Submission submission = new Submission(List.of(LAST), 2, false, told::add, told::add);
    submission.refused(Address.EMPTY, CommandStatus.ESME_RINVDSTADR);
    submission.refused(Address.EMPTY, CommandStatus.ESME_RMSGQFUL);
    assertEquals(
        List.of(
            new Submission.Ending.Refused(true),
            List.of(new Response.Refused(LAST, CommandStatus.ESME_RMSGQFUL))),
        told);
  }

  @Test
  void a_whole_that_repeats_another_settles_nothing() {
    List<Object> told = new ArrayList<>();
    Submission submission = new Submission(List.of(LAST), 1, false, told::add, told::add);
    submission.accepted(message.id(), false);
    assertEquals(new Submission.Ending.Taken(false), told.getFirst());
  }

  private static ShortMessage part() {
    return new ShortMessage(
        "",
        Address.EMPTY,
        new Address(1, 1, "393471234567"),
        0x40,
        0,
        0,
        "",
        "",
        0,
        0,
        0,
        0,
        new byte[] {5, 0, 3, 1, 2, 1, 'a'},
        List.of());
  }

  private static BoundEsme esme() {
    return new BoundEsme(
        1,
        "idp",
        "idp",
        BindType.TRANSCEIVER,
        0x34,
        InetAddress.getLoopbackAddress(),
        "plain",
        false,
        0);
  }

  /** Keeps what it is given under 1, 2, 3. */
  private static final class KeepingDesk extends UnaskedDesk {
    final List<Long> dropped = new ArrayList<>();
    private long sequence;

    @Override
    public boolean keep(KeptDraft draft, Ticket ticket) {
      ticket.reply(new Reply.Kept(++sequence));
      return true;
    }

    @Override
    public void drop(List<Long> sequences) {
      dropped.addAll(sequences);
    }
  }
}
