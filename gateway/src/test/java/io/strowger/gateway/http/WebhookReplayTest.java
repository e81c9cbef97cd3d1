package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.Accounts;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageSpec;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class WebhookReplayTest {
  private static final String PATH = "/v1/admin/accounts/hooked/webhook:replay";
  private static final String SINCE = "?since=2026-11-01T00:00:00Z";

  private DoorFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new DoorFixture();
    Account plain = Account.named("plain", Set.of());
    WebhookRules rules =
        new WebhookRules(
            "https://idp.example/",
            List.of(),
            Set.of("delivered", "failed"),
            false,
            WebhookRules.Retries.DEFAULT,
            WebhookRules.Reach.PUBLIC,
            null);
    Account hooked =
        new Account(
            "hooked",
            false,
            plain.credentials(),
            plain.messages(),
            plain.templates(),
            plain.verification(),
            plain.guard(),
            rules,
            plain.hooks());
    fixture.door.accounts(
        Accounts.of(List.of(plain, hooked), Set.of(KeyHash.of(DoorFixture.ADMIN_KEY))));
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private void known(int number, String account, MessageState state) {
    MessageSpec spec =
        new MessageSpec(
            MessageId.of(MessageId.firstOrderOf(FakeDesk.NOW) + number, number),
            account,
            new PhoneNumber("+393471234567"),
            Secret.SHREDDED,
            null,
            null,
            null,
            null,
            null,
            0,
            List.of(Channel.SMS),
            null,
            FakeDesk.NOW,
            FakeDesk.NOW + 60_000);
    fixture.desk.recent.put(spec.id(), new Message(spec, state, List.of()));
  }

  private HttpResponse<String> replay(String pathAndQuery) throws Exception {
    return fixture.send(
        fixture
            .request(pathAndQuery)
            .setHeader("Authorization", "Bearer " + DoorFixture.ADMIN_KEY)
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static JsonNode json(HttpResponse<String> response) throws Exception {
    return new JsonMapper().readTree(response.body());
  }

  @Test
  void final_messages_of_the_account_whose_state_it_wants_are_owed_again() throws Exception {
    known(1, "hooked", new MessageState.Delivered(FakeDesk.NOW));
    known(2, "hooked", new MessageState.Expired(FakeDesk.NOW));
    known(3, "hooked", new MessageState.Accepted());
    known(4, "plain", new MessageState.Delivered(FakeDesk.NOW));
    HttpResponse<String> response = replay(PATH + SINCE);
    assertEquals(200, response.statusCode());
    assertEquals(1, json(response).path("replayed").asInt());
    assertTrue(json(response).path("next_cursor").isNull());
  }

  @Test
  void many_are_owed_page_by_page() throws Exception {
    for (int i = 1; i <= 5; i++) {
      known(i, "hooked", new MessageState.Delivered(FakeDesk.NOW));
    }
    JsonNode first = json(replay(PATH + SINCE + "&limit=3"));
    assertEquals(3, first.path("replayed").asInt());
    JsonNode second =
        json(replay(PATH + SINCE + "&limit=3&cursor=" + first.path("next_cursor").asText()));
    assertEquals(2, second.path("replayed").asInt());
    assertTrue(second.path("next_cursor").isNull());
  }

  @Test
  void an_account_that_is_unknown_or_has_no_webhook_is_not_found() throws Exception {
    for (String account : List.of("plain", "nobody")) {
      assertEquals(404, replay(PATH.replace("hooked", account) + SINCE).statusCode(), account);
    }
  }

  @Test
  void without_a_time_or_with_a_state_that_is_not_final_it_is_refused() throws Exception {
    for (String query : List.of("", "?since=yesterday", SINCE + "&state=sent")) {
      assertEquals(400, replay(PATH + query).statusCode(), query);
    }
  }

  @Test
  void when_the_gateway_is_full_it_says_so() throws Exception {
    known(1, "hooked", new MessageState.Delivered(FakeDesk.NOW));
    fixture.desk.full = true;
    HttpResponse<String> response = replay(PATH + SINCE);
    assertEquals(503, response.statusCode());
    assertTrue(response.headers().firstValue("Retry-After").isPresent());
  }

  @Test
  void only_operators_may() throws Exception {
    fixture.door.accounts(DoorFixture.accounts());
    HttpResponse<String> response =
        fixture.send(fixture.request(PATH + SINCE).POST(HttpRequest.BodyPublishers.noBody()));
    assertEquals(403, response.statusCode());
  }
}
