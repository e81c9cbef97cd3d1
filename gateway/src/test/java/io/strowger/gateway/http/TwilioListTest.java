package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.strowger.gateway.delivery.MessageQuery;
import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.TwilioTerms;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Twilio's list of messages, the deletion of one, and API keys. */
final class TwilioListTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String MESSAGES =
      "/2010-04-01/Accounts/" + ShapeFixture.SID + "/Messages.json";
  private static final String AUTH = ShapeFixture.basic(ShapeFixture.SID, ShapeFixture.TOKEN);

  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private String create(String from) throws Exception {
    HttpResponse<String> made =
        fixture.postForm(
            MESSAGES,
            ShapeFixture.form("To", "+15558675310", "From", from, "Body", "Code 123456"),
            "Authorization",
            AUTH);
    assertEquals(201, made.statusCode(), made.body());
    return MAPPER.readTree(made.body()).path("sid").asText();
  }

  private JsonNode list(String uri) throws Exception {
    HttpResponse<String> answer = fixture.get(uri, "Authorization", AUTH);
    assertEquals(200, answer.statusCode(), answer.body());
    return MAPPER.readTree(answer.body());
  }

  private static List<String> sids(JsonNode page) {
    List<String> sids = new ArrayList<>();
    page.path("messages").forEach(message -> sids.add(message.path("sid").asText()));
    return sids;
  }

  private MessageQuery lastQuery() {
    MessageQuery last = null;
    for (MessageQuery query : fixture.door.desk.queries) {
      last = query;
    }
    assertNotNull(last);
    return last;
  }

  @Test
  void pages_follow_each_other_newest_first() throws Exception {
    List<String> made = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(create("ACME"));
    }
    JsonNode first = list(MESSAGES + "?PageSize=2");
    assertEquals(made.subList(0, 2), sids(first));
    assertEquals(2, first.path("page_size").asInt());
    assertEquals("", first.at("/messages/0/body").asText(), "texts are never answered");
    JsonNode second = list(first.path("next_page_uri").asText());
    assertEquals(made.subList(2, 4), sids(second));
    assertEquals(1, second.path("page").asInt());
    JsonNode third = list(second.path("next_page_uri").asText());
    assertEquals(made.subList(4, 5), sids(third));
    assertTrue(third.path("next_page_uri").isNull());
  }

  @Test
  void a_sender_a_receiver_and_a_day_choose_among_them() throws Exception {
    create("OTHER");
    String mine = create("ACME");
    create("OTHER");
    assertEquals(List.of(mine), sids(list(MESSAGES + "?From=ACME&PageSize=1")));
    list(MESSAGES + "?To=%2B15558675310&DateSent=2026-11-18");
    MessageQuery query = lastQuery();
    assertEquals("+15558675310", query.to());
    assertEquals(1_794_960_000_000L, query.sinceMillis());
    assertNotNull(query.before());
    assertEquals(1_794_960_000_000L + 86_400_000, query.before().epochMillis());
    assertEquals(List.of(), sids(list(MESSAGES + "?DateSent%3C=2020-01-01")));
    assertEquals(3, sids(list(MESSAGES + "?DateSent%3E=2026-11-18&Unknown=1")).size());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"PageSize=0", "PageSize=x", "DateSent=yesterday", "PageToken=PASM1", "Page=-1"})
  void what_cannot_be_asked_is_refused_in_twilios_words(String query) throws Exception {
    HttpResponse<String> answer = fixture.get(MESSAGES + "?" + query, "Authorization", AUTH);
    assertEquals(400, answer.statusCode(), answer.body());
    assertEquals(20_422, MAPPER.readTree(answer.body()).path("code").asInt());
  }

  private void finish(String sid) {
    MessageId id = TwilioTerms.parseSid(sid);
    Message message = fixture.door.desk.recent.get(id);
    assertNotNull(message);
    fixture.door.desk.recent.put(
        message.id(),
        new Message(message.spec(), new MessageState.Delivered(FakeDesk.NOW), List.of()));
  }

  @Test
  void a_final_message_can_be_deleted_and_is_seen_no_more() throws Exception {
    String sid = create("ACME");
    String uri = MESSAGES.replace(".json", "/" + sid + ".json");
    HttpResponse<String> early = fixture.delete(uri, "Authorization", AUTH);
    assertEquals(409, early.statusCode(), early.body());
    finish(sid);
    HttpResponse<String> deleted = fixture.delete(uri, "Authorization", AUTH);
    assertEquals(204, deleted.statusCode());
    assertEquals("", deleted.body());
    assertEquals(404, fixture.get(uri, "Authorization", AUTH).statusCode());
    assertEquals(404, fixture.delete(uri, "Authorization", AUTH).statusCode());
    assertEquals(List.of(), sids(list(MESSAGES)));
  }

  @Test
  void an_api_key_is_as_good_as_the_auth_token() throws Exception {
    String key = ShapeFixture.basic(ShapeFixture.KEY_SID, ShapeFixture.KEY_SECRET);
    assertEquals(200, fixture.get(MESSAGES, "Authorization", key).statusCode());
    for (String wrong :
        List.of(
            ShapeFixture.basic(ShapeFixture.KEY_SID, ShapeFixture.TOKEN),
            ShapeFixture.basic(ShapeFixture.SID, ShapeFixture.KEY_SECRET),
            ShapeFixture.basic("SKffffffffffffffffffffffffffffffff", ShapeFixture.KEY_SECRET))) {
      assertEquals(401, fixture.get(MESSAGES, "Authorization", wrong).statusCode());
    }
    String elsewhere = MESSAGES.replace(ShapeFixture.SID, ShapeFixture.KEY_SID);
    assertEquals(401, fixture.get(elsewhere, "Authorization", key).statusCode());
  }
}
