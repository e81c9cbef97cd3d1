package io.strowger.smpp.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.smpp.codec.BindType;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.ServerSettings.Limits;
import io.strowger.smpp.text.DataCoding;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many clients that come, go, submit, stall and flood, and an application that answers late and in
 * any order, in one thread; the accounts of both sides are compared at the end.
 */
final class ServerEngineSimulationTest {
  private static final int STEPS = 4_000;
  private static final int CLIENTS_MAX = 12;
  private static final String LONG_TEXT = "Never tell your code 123456 to anybody. ".repeat(9);

  /** A client and what it asked and was answered, by sequence number. */
  private static final class Client {
    final FakeEsme esme;
    final Set<Integer> asked = new HashSet<>();
    final Map<Integer, Integer> answered = new HashMap<>();
    int sequence = 100;

    Client(FakeEsme esme) {
      this.esme = esme;
    }

    void read(long now, SplittableRandom random) {
      List<Pdu> came = List.copyOf(esme.received);
      esme.received.clear();
      for (Pdu pdu : came) {
        switch (pdu) {
          case Pdu.SubmitSmResp resp -> answered.merge(resp.sequenceNumber(), 1, Integer::sum);
          case Pdu.EnquireLink enquire ->
              esme.send(new Pdu.EnquireLinkResp(enquire.sequenceNumber(), 0), now);
          case Pdu.DeliverSm deliver -> {
            if (random.nextInt(10) > 0) {
              esme.send(new Pdu.DeliverSmResp(deliver.sequenceNumber(), 0, ""), now);
            }
          }
          default -> {}
        }
      }
    }
  }

  private final TestApplication application = new TestApplication();
  private final ServerEngine engine =
      new ServerEngine(
          LiveServer.settings(Limits.DEFAULT, Steps.TIMERS, null), application, 1_000_000);
  private final List<Client> clients = new ArrayList<>();
  private final List<Client> left = new ArrayList<>();
  private final List<RequestRef> unanswered = new ArrayList<>();
  private long now = 1_000_000;
  private int delivered;
  private int heard;

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
  void both_sides_agree_on_what_was_asked_and_answered(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    application.silent = true;
    application.accounts.put("esme", new AccountTerms("esme", 8, 20, 200, 3, DataCoding.GSM_7BIT));
    for (int i = 0; i < STEPS; i++) {
      now += random.nextInt(20) == 0 ? random.nextInt(8_000) : random.nextInt(30);
      engine.poll(now);
      act(random);
      hear();
      for (Client client : List.copyOf(clients)) {
        client.read(now, random);
        if (client.esme.closed) {
          leave(client);
        }
      }
    }
    settle();
    for (Client client : left) {
      client.answered.forEach((sequence, count) -> {
        assertTrue(client.asked.contains(sequence), "an answer to nothing");
        assertEquals(1, count, "answered twice");
      });
    }
    assertEquals(0, engine.status().awaited());
    assertEquals(0, engine.status().connections());
    assertEquals(delivered, application.outcomes.size(), "one outcome for each receipt");
    assertTrue(application.submits().size() > STEPS / 20, "much was submitted");
  }

  private void act(SplittableRandom random) {
    Client client = clients.isEmpty() ? null : clients.get(random.nextInt(clients.size()));
    int dice = random.nextInt(100);
    if (client == null || (dice < 3 && clients.size() < CLIENTS_MAX)) {
      arrive(random);
    } else if (dice < 60) {
      submit(client, random);
    } else if (dice < 65) {
      engine.deliver(receipts(random), now);
    } else if (dice < 66) {
      client.esme.send(new Pdu.Unbind(1), now);
    } else if (dice < 67) {
      leave(client);
    } else if (dice < 69) {
      client.esme.congested(random.nextBoolean(), now);
    } else if (dice < 70) {
      client.esme.partial(now);
    } else {
      answerSome(random);
    }
  }

  private void arrive(SplittableRandom random) {
    FakeEsme esme = new FakeEsme(engine, FakeEsme.address(random.nextInt(4)), now);
    if (esme.connection != null) {
      boolean knows = random.nextInt(8) > 0;
      BindType type = List.of(BindType.values()).get(random.nextInt(3));
      esme.bind(
          random.nextInt(3) == 0 ? "other" : "esme",
          knows ? TestApplication.PASSWORD : "guess",
          type,
          now);
      clients.add(new Client(esme));
    }
  }

  private void submit(Client client, SplittableRandom random) {
    if (random.nextInt(5) > 0) {
      ask(client, RawEsme.message("3933" + random.nextInt(10), "Code 123456"));
      return;
    }
    List<TextPart> parts =
        Segmenter.split(LONG_TEXT, Encoding.AUTO, Segmentation.UDH_8, random.nextInt(4));
    ask(client, part(parts.get(random.nextInt(parts.size()))));
  }

  private void ask(Client client, ShortMessage message) {
    int sequence = ++client.sequence;
    client.asked.add(sequence);
    client.esme.send(new Pdu.SubmitSm(sequence, message), now);
  }

  private static ShortMessage part(TextPart part) {
    ShortMessage like = RawEsme.message("39333", "");
    return new ShortMessage(
        "",
        like.source(),
        like.destination(),
        part.esmClass(),
        0,
        0,
        "",
        "",
        1,
        0,
        part.dataCoding(),
        0,
        part.shortMessage(),
        part.tlvs());
  }

  private List<Delivery> receipts(SplittableRandom random) {
    List<Delivery> batch = new ArrayList<>();
    for (int i = random.nextInt(6); i >= 0; i--) {
      batch.add(
          new Delivery(
              random.nextInt(3) == 0 ? "other" : "esme",
              ++delivered,
              SmppServerTest.receipt("1", ReceiptState.DELIVERED)));
    }
    return batch;
  }

  /** What the application heard since the last time waits for its answers. */
  private void hear() {
    List<Inbound> all = List.copyOf(application.heard);
    for (Inbound inbound : all.subList(heard, all.size())) {
      unanswered.addAll(inbound.requests());
    }
    heard = all.size();
  }

  private void answerSome(SplittableRandom random) {
    List<Response> responses = new ArrayList<>();
    for (int i = random.nextInt(10); i >= 0 && !unanswered.isEmpty(); i--) {
      RequestRef ref = unanswered.remove(random.nextInt(unanswered.size()));
      responses.add(new Response.Accepted(ref, "1"));
    }
    engine.respond(responses, now);
    engine.poll(now);
  }

  private void leave(Client client) {
    clients.remove(client);
    left.add(client);
    client.esme.gone(now);
  }

  private void settle() {
    for (Client client : List.copyOf(clients)) {
      leave(client);
    }
    now += 60_000;
    engine.poll(now);
    engine.poll(now + 200);
  }
}
