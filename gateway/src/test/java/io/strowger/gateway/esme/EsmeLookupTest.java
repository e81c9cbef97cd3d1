package io.strowger.gateway.esme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.strowger.gateway.delivery.Reply;
import io.strowger.gateway.delivery.Ticket;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Messages;
import io.strowger.gateway.message.Secret;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.server.BoundEsme;
import io.strowger.smpp.server.Inbound;
import io.strowger.smpp.server.RegisteredDelivery;
import io.strowger.smpp.server.RequestRef;
import io.strowger.smpp.server.Response;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How long a replaced message may live. */
final class EsmeLookupTest {
  private static final long MAX_TTL = 600_000;
  private static final RequestRef REQUEST = new RequestRef(1, 1);

  private final Message message = Messages.accepted();
  private final long acceptedAt = message.spec().acceptedAtMillis();
  private final ReplacingDesk desk = new ReplacingDesk(message);
  private final List<Response> answers = new ArrayList<>();
  private final EsmeLookup lookup =
      new EsmeLookup(desk, _ -> MAX_TTL, new EsmeNames(), Runnable::run, answers::addAll);

  private Inbound.Replace replace(String account, long expiresAtMillis) {
    BoundEsme esme =
        new BoundEsme(
            1,
            account,
            "idp",
            BindType.TRANSCEIVER,
            0x34,
            InetAddress.getLoopbackAddress(),
            "plain",
            false,
            0);
    return new Inbound.Replace(
        esme,
        REQUEST,
        message.id().toString(),
        Address.EMPTY,
        "654321 is your code".getBytes(StandardCharsets.US_ASCII),
        RegisteredDelivery.of(0),
        expiresAtMillis,
        0);
  }

  @Test
  void a_deadline_as_late_as_max_ttl_allows_is_taken() {
    lookup.replace(replace("idp", acceptedAt + MAX_TTL));
    assertEquals(List.of(acceptedAt + MAX_TTL), desk.deadlines);
    assertEquals(List.of(new Response.Done(REQUEST)), answers);
  }

  @Test
  void a_deadline_beyond_max_ttl_counted_from_acceptance_is_refused() {
    lookup.replace(replace("idp", acceptedAt + MAX_TTL + 1));
    assertEquals(List.of(), desk.deadlines);
    assertEquals(List.of(new Response.Refused(REQUEST, CommandStatus.ESME_RINVEXPIRY)), answers);
  }

  @Test
  void no_deadline_leaves_the_old_one() {
    lookup.replace(replace("idp", 0));
    assertEquals(List.of(0L), desk.deadlines);
  }

  @Test
  void another_account_learns_nothing_of_the_deadline() {
    lookup.replace(replace("other", acceptedAt + MAX_TTL + 1));
    assertEquals(List.of(new Response.Refused(REQUEST, CommandStatus.ESME_RINVMSGID)), answers);
  }

  /** Holds one message that nothing was tried of. */
  private static final class ReplacingDesk extends UnaskedDesk {
    final List<Long> deadlines = new ArrayList<>();
    private final Message message;

    ReplacingDesk(Message message) {
      this.message = message;
    }

    @Override
    public boolean replace(
        String account, MessageId id, Secret text, long expiresAtMillis, Ticket ticket) {
      if (!account.equals(message.spec().account())) {
        ticket.reply(new Reply.NotFound());
        return true;
      }
      deadlines.add(expiresAtMillis);
      ticket.reply(new Reply.Done(message));
      return true;
    }

    @Override
    public @Nullable Message findRecent(MessageId id) {
      return id.equals(message.id()) ? message : null;
    }
  }
}
