package io.strowger.gateway.webhook;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.webhook.Receiver.Heard;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class WebhooksTest {
  private final WebhooksFixture fixture = new WebhooksFixture();
  private final Receiver receiver;

  WebhooksTest() throws IOException {
    receiver = new Receiver();
  }

  @BeforeEach
  void hook() {
    fixture.hook(receiver.url());
  }

  @AfterEach
  void stop() {
    fixture.close();
    receiver.close();
  }

  /** As a receiver does it: from the specification, not from our code. */
  private static String expectedSignature(Heard heard, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    String content =
        heard.header("webhook-id") + "." + heard.header("webhook-timestamp") + "." + heard.body();
    byte[] digest = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
    return "v1," + Base64.getEncoder().encodeToString(digest);
  }

  @Test
  void a_receiver_can_verify_what_it_gets() throws Exception {
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitSettled(7L);
    Heard heard = receiver.heard.getFirst();
    assertEquals("POST", heard.method());
    assertEquals("/hook", heard.uri());
    assertEquals(
        expectedSignature(heard, WebhooksFixture.SECRET), heard.header("webhook-signature"));
    assertTrue(heard.body().contains("com.strowger.message.delivered"), heard.body());
    assertEquals(List.of("idp TOLD"), fixture.outcomes);
  }

  @Test
  void a_new_secret_signs_from_the_next_request_on() throws Exception {
    String next = "whsec_" + Base64.getEncoder().encodeToString(new byte[32]);
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitSettled(7L);
    fixture.accounts(
        Hooked.account(
            "idp",
            new WebhookRules(
                receiver.url(),
                List.of(new Secret(next), new Secret(WebhooksFixture.SECRET)),
                WebhookRules.DEFAULT_EVENTS,
                false,
                WebhookRules.Retries.DEFAULT,
                WebhooksFixture.ANYWHERE,
                null)));
    fixture.owe(Notices.notice(8, "idp", 8));
    fixture.awaitSettled(8L);
    Heard heard = receiver.heard.getLast();
    assertEquals(
        expectedSignature(heard, next) + " " + expectedSignature(heard, WebhooksFixture.SECRET),
        heard.header("webhook-signature"));
  }

  @Test
  void what_was_not_taken_comes_again_with_the_same_id() {
    receiver.then(Receiver.status(500), Receiver.status(503, "Retry-After", "60"));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp REJECTED");
    fixture.letBackOffPass();
    fixture.awaitOutcomes("idp REJECTED", "idp REJECTED");
    fixture.letBackOffPass();
    fixture.awaitSettled(7L);
    assertEquals(
        1, receiver.heard.stream().map(heard -> heard.header("webhook-id")).distinct().count());
    assertEquals(
        3,
        receiver.heard.stream().map(heard -> heard.header("webhook-timestamp")).distinct().count());
  }

  @Test
  void a_receiver_that_is_gone_is_not_asked_again() {
    receiver.then(Receiver.status(410));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp GONE", "idp GIVEN_UP");
    assertEquals(List.of(7L), fixture.settled);
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    try (Receiver elsewhere = new Receiver()) {
      for (int status : List.of(301, 302, 307, 308)) {
        receiver.then(Receiver.status(status, "Location", elsewhere.url()));
      }
      fixture.owe(Notices.of(Notices.DELIVERED, null));
      for (int i = 1; i <= 4; i++) {
        int posts = i;
        await().until(() -> fixture.outcomes.size() == posts);
        fixture.letBackOffPass();
      }
      fixture.awaitSettled(7L);
      assertEquals(List.of(), elsewhere.heard);
      assertEquals("idp REDIRECTED", fixture.outcomes.getFirst());
    }
  }

  @Test
  void an_endless_answer_is_cut_off_and_its_status_counts() {
    CountDownLatch cut = new CountDownLatch(1);
    receiver.then(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      byte[] filler = new byte[65_536];
      try (OutputStream out = exchange.getResponseBody()) {
        while (true) {
          out.write(filler);
        }
      } finally {
        cut.countDown();
      }
    });
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitSettled(7L);
    await().until(() -> cut.getCount() == 0);
    assertEquals(List.of("idp TOLD"), fixture.outcomes);
  }

  @Test
  void a_receiver_without_an_answer_is_waited_for_only_so_long() {
    CountDownLatch never = new CountDownLatch(1);
    receiver.then(_ -> never.await());
    fixture.accounts(
        Hooked.account(
            "idp", WebhooksFixture.rules(receiver.url(), WebhooksFixture.ANYWHERE, null, 200)));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp TIMED_OUT");
    assertEquals(1, receiver.heard.size());
    fixture.letBackOffPass();
    fixture.awaitSettled(7L);
    never.countDown();
  }

  @Test
  void a_receiver_that_answers_drop_by_drop_is_taken_at_its_word_when_time_is_over() {
    CountDownLatch never = new CountDownLatch(1);
    receiver.then(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      exchange.getResponseBody().write('x');
      exchange.getResponseBody().flush();
      never.await();
    });
    fixture.accounts(
        Hooked.account(
            "idp", WebhooksFixture.rules(receiver.url(), WebhooksFixture.ANYWHERE, null, 500)));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitSettled(7L);
    assertEquals(List.of("idp TOLD"), fixture.outcomes);
    never.countDown();
  }

  @Test
  void a_slow_receiver_of_one_account_delays_no_other() throws Exception {
    CountDownLatch slow = new CountDownLatch(1);
    try (Receiver other = new Receiver()) {
      for (int i = 0; i < 4; i++) {
        receiver.then(exchange -> {
          slow.await();
          exchange.sendResponseHeaders(204, -1);
        });
      }
      fixture.accounts(
          Hooked.account(
              "idp", WebhooksFixture.rules(receiver.url(), WebhooksFixture.ANYWHERE, null, 60_000)),
          Hooked.account(
              "other", WebhooksFixture.rules(other.url(), WebhooksFixture.ANYWHERE, null, 60_000)));
      for (int i = 1; i <= 50; i++) {
        fixture.owe(Notices.notice(i, "idp", i), Notices.notice(100 + i, "other", 100 + i));
      }
      await().until(() -> fixture.settled.size() == 50);
      assertTrue(fixture.settled.stream().allMatch(sequence -> sequence > 100));
      assertEquals(4, receiver.heard.size());
      await().until(() -> fixture.webhooks.statuses().size() == 1);
      assertEquals(50, fixture.webhooks.statuses().getFirst().owed());
      slow.countDown();
      await().until(() -> fixture.settled.size() == 100);
    }
  }

  @Test
  void a_dead_receiver_is_tried_again() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    fixture.hook("http://127.0.0.1:" + free + "/");
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp UNREACHABLE");
    assertEquals(List.of(), fixture.settled);
    fixture.hook(receiver.url());
    fixture.letBackOffPass();
    fixture.awaitSettled(7L);
  }

  @Test
  void what_was_owed_before_a_restart_comes_again_in_order() {
    fixture.owe(
        Notices.notice(1, "idp", 1), Notices.notice(2, "idp", 1), Notices.notice(5, "idp", 1));
    fixture.awaitSettled(1L, 2L, 5L);
    List<String> ids =
        receiver.heard.stream()
            .map(heard -> heard.header("webhook-id"))
            .map(id -> id.substring(id.lastIndexOf('-') + 1))
            .toList();
    assertEquals(List.of("1", "2", "5"), ids);
  }

  @Test
  void the_name_is_looked_up_once_and_stands_in_the_host_header() {
    fixture.hook(receiver.url("idp.example", "/x?y=1"));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitSettled(7L);
    assertEquals(1, fixture.lookups.get());
    assertEquals("idp.example:" + receiver.port(), receiver.heard.getFirst().header("host"));
    assertEquals("/x?y=1", receiver.heard.getFirst().uri());
  }

  @Test
  void names_that_only_a_site_of_ones_own_knows_are_names_too() {
    for (String host : List.of("my_host", "idp", "idp.example.", "xn--bcher-kva.example")) {
      fixture.settled.clear();
      fixture.hook(receiver.url(host, "/"));
      fixture.owe(Notices.of(Notices.DELIVERED, null));
      fixture.awaitSettled(7L);
    }
    assertEquals(4, receiver.heard.size());
  }

  @Test
  void a_receiver_may_live_at_an_ipv6_address_by_number_and_by_name() throws Exception {
    InetAddress six = InetAddress.ofLiteral("::1");
    Assumptions.assumeTrue(NetworkInterface.getByInetAddress(six) != null, "no IPv6 here");
    fixture.addresses = List.of(six);
    try (Receiver other = new Receiver(six, null)) {
      fixture.hook(other.url("[::1]", "/number"));
      fixture.owe(Notices.of(Notices.DELIVERED, null));
      fixture.awaitSettled(7L);
      fixture.hook(other.url("idp.example", "/name"));
      fixture.owe(Notices.notice(8, "idp", 8));
      fixture.awaitSettled(8L);
      assertEquals("[::1]:" + other.port(), other.heard.getFirst().header("host"));
      assertEquals("/number", other.heard.getFirst().uri());
      assertEquals("idp.example:" + other.port(), other.heard.getLast().header("host"));
    }
  }

  @Test
  void a_private_address_is_refused_unless_the_account_may() {
    Account account =
        Hooked.account(
            "idp", WebhooksFixture.rules(receiver.url(), WebhookRules.Reach.PUBLIC, null, 10_000));
    fixture.accounts(account);
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp FORBIDDEN");
    assertEquals(List.of(), receiver.heard);
    fixture.hook(receiver.url());
    fixture.letBackOffPass();
    fixture.awaitSettled(7L);
  }

  @Test
  void one_forbidden_address_among_several_is_enough() {
    fixture.addresses =
        List.of(InetAddress.ofLiteral("8.8.8.8"), InetAddress.ofLiteral("169.254.169.254"));
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp FORBIDDEN");
  }

  @Test
  void an_address_that_a_client_named_and_may_not_reach_is_given_up_at_once() {
    fixture.accounts(Hooked.account("idp", WebhookRules.NONE));
    Origin origin = new Origin("twilio", receiver.url());
    fixture.owe(Notices.of(Notices.DELIVERED, origin));
    fixture.awaitOutcomes("idp FORBIDDEN", "idp GIVEN_UP");
    assertEquals(List.of(), receiver.heard);
  }

  @Test
  void what_is_no_address_is_given_up_at_once() {
    fixture.owe(Notices.of(Notices.DELIVERED, new Origin("twilio", "file:///etc/passwd")));
    fixture.awaitOutcomes("idp INVALID", "idp GIVEN_UP");
  }

  @Test
  void a_twilio_client_gets_its_form_and_a_kannel_client_its_report() {
    fixture.owe(Notices.of(Notices.DELIVERED, new Origin("twilio", receiver.url())));
    fixture.awaitSettled(7L);
    Heard form = receiver.heard.getFirst();
    assertTrue(form.body().contains("MessageStatus=delivered"), form.body());
    assertEquals("application/x-www-form-urlencoded; charset=utf-8", form.header("content-type"));
    assertFalse(form.header("x-twilio-signature").isEmpty());

    String template = receiver.url("127.0.0.1", "/dlr?type=%d&to=%p");
    fixture.owe(Notices.of(Notices.DELIVERED, new Origin("kannel", "1\n" + template)));
    await().until(() -> receiver.heard.size() == 2);
    assertEquals("GET", receiver.heard.getLast().method());
    assertEquals("/dlr?type=1&to=%2B393471234567", receiver.heard.getLast().uri());
  }

  @Test
  void what_an_account_no_longer_wants_is_settled() {
    fixture.accounts();
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.awaitOutcomes("idp UNWANTED", "idp GIVEN_UP");
    assertEquals(List.of(7L), fixture.settled);
  }

  @Test
  void on_closing_what_is_under_way_is_waited_for_and_nothing_more_begun() throws Exception {
    CountDownLatch answer = new CountDownLatch(1);
    for (int i = 0; i < 4; i++) {
      receiver.then(exchange -> {
        answer.await();
        exchange.sendResponseHeaders(204, -1);
      });
    }
    for (int i = 1; i <= 10; i++) {
      fixture.owe(Notices.notice(i, "idp", i));
    }
    await().until(() -> receiver.heard.size() == 4);
    Thread closing = Thread.startVirtualThread(fixture.webhooks::close);
    await().until(() -> closing.getState() != Thread.State.RUNNABLE);
    answer.countDown();
    closing.join();
    assertEquals(4, fixture.settled.size());
    assertEquals(4, receiver.heard.size());
  }

  @Test
  void what_becomes_owed_after_closing_stays_owed_and_disturbs_nobody() {
    fixture.webhooks.close();
    fixture.owe(Notices.of(Notices.DELIVERED, null));
    fixture.webhooks.accountsChanged();
    assertEquals(List.of(), fixture.settled);
    assertEquals(List.of(), receiver.heard);
  }
}
