package io.strowger.gateway.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.HookPreset;
import io.strowger.gateway.account.HookRules;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.delivery.MessageDraft;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

/** Any bytes at all in the shapes of other gateways: drafts within bounds, or one problem. */
final class ShapeFuzzTest {
  private static final Account ACCOUNT = ShapeFixture.account();
  private static final DraftMaker DRAFTS =
      new DraftMaker(DoorFixture::readNumber, text -> (text.length() + 152) / 153);

  @FuzzTest(maxDuration = "30s")
  void a_twilio_form_is_a_draft_or_a_problem(byte[] body) {
    try {
      TwilioRequest request = TwilioRequest.read(FormFields.parse(body), ACCOUNT);
      String callback = request.statusCallback();
      if (callback != null && callback.length() > TwilioRequest.STATUS_CALLBACK_MAX) {
        throw new AssertionError("a callback that cannot be kept");
      }
      make(request.message(), Endpoint.TWILIO_CREATE);
    } catch (Rejected e) {
      check(e.problem(), Endpoint.TWILIO_CREATE);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_kannel_form_is_drafts_or_a_problem(byte[] body) {
    try {
      KannelRequest request = KannelRequest.read(FormFields.parse(body), ACCOUNT);
      for (KannelRequest.Receiver receiver : request.receivers()) {
        make(receiver.message(), Endpoint.KANNEL_POST);
      }
    } catch (Rejected e) {
      check(e.problem(), Endpoint.KANNEL_POST);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_hooks_json_or_form_is_a_draft_or_a_problem(byte[] body) {
    for (String name : ACCOUNT.hooks().keySet()) {
      HookRules rules = Objects.requireNonNull(ACCOUNT.hooks().get(name));
      try {
        make(HookRequest.read(rules, ACCOUNT, HookBody.Json.parse(body)).message(), rules);
      } catch (Rejected e) {
        check(e.problem(), Endpoint.HOOK_POST);
        HookProblems.of(rules.errors()).body(e.problem());
      }
      try {
        HookBody form = new HookBody.Form(FormFields.parse(body));
        make(HookRequest.read(rules, ACCOUNT, form).message(), rules);
      } catch (Rejected e) {
        check(e.problem(), Endpoint.HOOK_POST);
      }
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_head_is_credentials_or_none(byte[] head) {
    String text = new String(head, StandardCharsets.ISO_8859_1);
    BasicCredentials.parse(text);
    SignedRequest signed = new SignedRequest(text, "1795000000", text);
    HookRules supabase =
        Objects.requireNonNull(
            ACCOUNT.hooks().get(HookPreset.SUPABASE.name().toLowerCase(Locale.ROOT)));
    if (supabase.authentication()
            instanceof io.strowger.gateway.account.HookAuthentication.Signature(var secrets)
        && signed.isBy(secrets, head, FakeDesk.NOW)) {
      throw new AssertionError("a signature out of nowhere");
    }
  }

  private static void make(MessageRequest request, HookRules rules) {
    if (rules.fields().number().isEmpty()) {
      throw new AssertionError("a hook without a number");
    }
    make(request, Endpoint.HOOK_POST);
  }

  private static void make(MessageRequest request, Endpoint endpoint) {
    switch (DRAFTS.make(ACCOUNT, request, null, 0)) {
      case Checked.Bad<MessageDraft>(Problem problem) -> check(problem, endpoint);
      case Checked.Good<MessageDraft>(MessageDraft draft) -> {
        boolean within =
            draft.ttlMillis() >= MessageRules.TTL_MIN_MILLIS
                && draft.ttlMillis() <= MessageRules.TTL_MAX_MILLIS
                && !draft.text().reveal().isBlank();
        if (!within) {
          throw new AssertionError("a draft out of its bounds");
        }
      }
    }
  }

  private static void check(Problem problem, Endpoint endpoint) {
    if (!EndpointProblems.of(endpoint).contains(problem.type())) {
      throw new AssertionError("not a problem of this call: " + problem.type());
    }
    String shown = problem.detail() + problem.pointer() + endpoint.problemForm().body(problem);
    if (shown.matches("(?s).*[0-9]{6}.*") && !shown.contains("https://www.twilio.com")) {
      throw new AssertionError("a problem that may quote what was sent: " + shown);
    }
  }
}
