package io.strowger.gateway.risk;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.RiskRules;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.delivery.DispatchEvent;
import io.strowger.gateway.delivery.VerificationDesk;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.delivery.VerificationTicket;
import io.strowger.gateway.guard.Denial;
import io.strowger.gateway.guard.GuardObserver;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.Seed;
import io.strowger.gateway.verification.StartOutcome;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import io.strowger.gateway.verification.VerificationKey;
import io.strowger.gateway.verification.VerificationLimits;
import io.strowger.gateway.verification.Verifications;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No code of the gateway's own making goes out unasked, where an account has a risk check. */
class RiskVerificationsTest {
  private static final long NOW = 1_800_000_000_000L;
  private static final VerificationDraft DRAFT =
      new VerificationDraft(
          "idp",
          new PhoneNumber("+393401234567"),
          new CodeText(List.of("Your code is ", "")),
          VerificationRules.DEFAULT,
          List.of(Channel.SMS),
          "Example",
          null,
          null,
          null,
          0,
          300_000,
          600_000);

  private final HttpClient http = HttpClient.newHttpClient();
  private final RiskService service = new RiskService();
  private final Handed handed = new Handed();
  private final Queue<VerificationReply> replies = new ConcurrentLinkedQueue<>();
  private final Queue<Denial> observed = new ConcurrentLinkedQueue<>();
  private @Nullable RiskRules rules;
  private final RiskGate gate =
      new RiskGate(
          _ -> rules,
          () -> http,
          new GuardObserver() {
            @Override
            public void denied(String account, PhoneNumber to, Denial denial, long nowMillis) {
              observed.add(denial);
            }
          },
          () -> NOW);
  private final RiskVerifications desk =
      new RiskVerifications(
          handed,
          event -> {
            DispatchEvent.VerificationAnswered answered =
                assertInstanceOf(DispatchEvent.VerificationAnswered.class, event);
            assertEquals("idp", answered.account());
            answered.ticket().reply(answered.reply());
          },
          gate);

  @BeforeEach
  void open() throws Exception {
    service.open();
    rules =
        new RiskRules(URI.create("http://127.0.0.1:" + service.port() + "/"), null, 2_000, false);
  }

  @AfterEach
  void close() {
    service.close();
    http.shutdownNow();
  }

  private void awaitAnswer() {
    await().until(() -> gate.asking() == 0 && !(replies.isEmpty() && handed.calls.isEmpty()));
  }

  /** One that is held, and may be sent again. */
  private VerificationId held() {
    Verifications made =
        new Verifications(VerificationLimits.DEFAULT, new VerificationKey(new byte[32]));
    StartOutcome.Begun begun =
        assertInstanceOf(
            StartOutcome.Begun.class,
            made.start(DRAFT, Seed.draw(new SplittableRandom(1), NOW), NOW));
    handed.known = begun.verification();
    return begun.verification().id();
  }

  @Test
  void an_allowed_code_is_made_and_the_question_is_that_of_a_message() {
    service.answer = RiskService.json(200, "{\"decision\":\"allow\"}");
    assertTrue(desk.startVerification(DRAFT, replies::add));
    awaitAnswer();
    assertEquals(List.of("start"), List.copyOf(handed.calls));
    assertTrue(
        service
            .requests
            .element()
            .endsWith(
                "{\"account\":\"idp\",\"to\":\"+393401234567\",\"sender\":\"Example\","
                    + "\"channel\":\"sms\"}"));
  }

  @Test
  void a_denied_code_is_never_made() {
    service.answer = RiskService.json(200, "{\"decision\":\"deny\"}");
    assertTrue(desk.startVerification(DRAFT, replies::add));
    awaitAnswer();
    VerificationReply.Denied denied =
        assertInstanceOf(VerificationReply.Denied.class, replies.element());
    assertEquals("risk-denied", denied.denial().code());
    assertEquals(List.of(denied.denial()), List.copyOf(observed));
    assertEquals(List.of(), List.copyOf(handed.calls));
  }

  @Test
  void a_code_is_asked_about_again_before_it_is_sent_again() {
    VerificationId id = held();
    service.answer = RiskService.json(200, "{\"decision\":\"deny\"}");
    assertTrue(desk.resendVerification("idp", id, replies::add));
    awaitAnswer();
    assertInstanceOf(VerificationReply.Denied.class, replies.element());
    assertEquals(List.of(), List.copyOf(handed.calls));
  }

  @Test
  void what_cannot_be_sent_again_is_not_asked_about() {
    VerificationId id = held();
    assertTrue(desk.resendVerification("another", id, replies::add));
    handed.known = null;
    assertTrue(desk.resendVerification("idp", id, replies::add));
    assertTrue(desk.checkVerification("idp", id, new Secret("000000"), replies::add));
    assertTrue(desk.cancelVerification("idp", id, replies::add));
    assertEquals(List.of("resend", "resend", "check", "cancel"), List.copyOf(handed.calls));
    assertEquals(List.of(), List.copyOf(service.requests));
  }

  @Test
  void an_account_without_a_risk_check_is_not_asked_about() {
    rules = null;
    assertTrue(desk.startVerification(DRAFT, replies::add));
    assertTrue(desk.resendVerification("idp", held(), replies::add));
    assertEquals(List.of("start", "resend"), List.copyOf(handed.calls));
    assertEquals(List.of(), List.copyOf(service.requests));
  }

  @Test
  void a_full_gateway_is_told_as_every_reply_is() {
    service.answer = RiskService.json(200, "{\"decision\":\"allow\"}");
    handed.full = true;
    assertTrue(desk.startVerification(DRAFT, replies::add));
    awaitAnswer();
    await().until(() -> !replies.isEmpty());
    assertInstanceOf(VerificationReply.Refused.class, replies.element());
    rules = null;
    assertFalse(desk.startVerification(DRAFT, replies::add));
  }

  /** Notes what is handed in. */
  private static final class Handed implements VerificationDesk {
    final Queue<String> calls = new ConcurrentLinkedQueue<>();
    volatile boolean full;
    volatile @Nullable Verification known;

    private boolean take(String call) {
      calls.add(call);
      return !full;
    }

    @Override
    public boolean startVerification(VerificationDraft draft, VerificationTicket ticket) {
      return take("start");
    }

    @Override
    public boolean checkVerification(
        String account, VerificationId id, Secret code, VerificationTicket ticket) {
      return take("check");
    }

    @Override
    public boolean resendVerification(
        String account, VerificationId id, VerificationTicket ticket) {
      return take("resend");
    }

    @Override
    public boolean cancelVerification(
        String account, VerificationId id, VerificationTicket ticket) {
      return take("cancel");
    }

    @Override
    public @Nullable Verification findVerification(VerificationId id) {
      return known;
    }
  }
}
