package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.TwilioCredential;
import io.strowger.gateway.account.WebhookRules;
import io.strowger.gateway.message.MessageState;
import io.strowger.gateway.message.Origin;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.message.TwilioTerms;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class TwilioCallbackTest {
  private static final String URL = "https://idp.example/status?flow=a%20b&x=1";
  private static final Origin ORIGIN = new Origin("twilio", URL);
  private static final Account ACCOUNT = Hooked.account("idp", WebhookRules.NONE);

  private final TwilioCallback callback = new TwilioCallback();

  private CallbackRequest request(MessageState state) {
    CallbackRequest request = callback.request(Notices.of(state, ORIGIN), ACCOUNT, 1);
    assertNotNull(request);
    return request;
  }

  @Test
  void the_signature_is_that_of_twilios_documentation() {
    TreeMap<String, String> form =
        new TreeMap<>(
            Map.of(
                "CallSid", "CA1234567890ABCDE",
                "Caller", "+14158675309",
                "Digits", "1234",
                "From", "+14158675309",
                "To", "+18005551212"));
    assertEquals(
        "RSOYDt4T1cUTdK1PDd93/VVr8B8=",
        TwilioCallback.signature(
            new TwilioCredential("AC1", new Secret("12345")),
            "https://mycompany.com/myapp.php?foo=1&bar=2",
            form));
  }

  @Test
  void the_form_tells_the_status_as_twilio_does() {
    CallbackRequest request = request(Notices.FAILED);
    String sid = TwilioTerms.sid(Notices.spec("idp", 1, null).id());
    assertEquals("POST", request.method());
    assertEquals(URL, request.url());
    assertEquals(
        "AccountSid="
            + Hooked.TWILIO_SID
            + "idp"
            + "&ApiVersion=2010-04-01&ErrorCode=30008&From=My+Bank&MessageSid="
            + sid
            + "&MessageStatus=undelivered&SmsSid="
            + sid
            + "&SmsStatus=undelivered&To=%2B393471234567",
        request.body());
    assertEquals(
        "application/x-www-form-urlencoded; charset=utf-8", request.headers().get("content-type"));
  }

  @Test
  void the_signature_covers_the_address_and_the_fields_as_they_are_before_encoding() {
    String sid = TwilioTerms.sid(Notices.spec("idp", 1, null).id());
    TreeMap<String, String> form =
        new TreeMap<>(
            Map.of(
                "AccountSid", Hooked.TWILIO_SID + "idp",
                "ApiVersion", "2010-04-01",
                "From", "My Bank",
                "MessageSid", sid,
                "MessageStatus", "delivered",
                "SmsSid", sid,
                "SmsStatus", "delivered",
                "To", "+393471234567"));
    assertEquals(
        TwilioCallback.signature(new TwilioCredential("", new Secret("12345")), URL, form),
        request(Notices.DELIVERED).headers().get("X-Twilio-Signature"));
  }

  @Test
  void every_change_of_a_message_with_a_callback_is_owed_and_of_others_none() {
    assertTrue(callback.owes(Notices.message(Notices.DELIVERED, ORIGIN)));
    assertTrue(callback.owes(Notices.message(new MessageState.Attempting(1), ORIGIN)));
    assertFalse(callback.owes(Notices.message(Notices.DELIVERED, null)));
    assertFalse(callback.owes(Notices.message(Notices.DELIVERED, new Origin("twilio", ""))));
    assertFalse(callback.owes(Notices.message(Notices.DELIVERED, new Origin("kannel", URL))));
  }

  @Test
  void an_account_that_lost_its_twilio_credential_is_told_nothing() {
    Account plain = Account.named("idp", Set.of());
    assertNull(callback.request(Notices.of(Notices.DELIVERED, ORIGIN), plain, 1));
  }
}
