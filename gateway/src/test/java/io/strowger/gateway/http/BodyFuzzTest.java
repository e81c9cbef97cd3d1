package io.strowger.gateway.http;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.strowger.gateway.account.Account;
import io.strowger.gateway.account.KeyHash;
import io.strowger.gateway.account.MessageRules;
import io.strowger.gateway.delivery.MessageDraft;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.verification.VerificationDraft;
import java.util.Set;

/** Any bytes at all as a body: a draft within its bounds, or one problem that quotes nothing. */
final class BodyFuzzTest {
  private static final Account ACCOUNT = Account.named("idp", Set.of(KeyHash.of(DoorFixture.KEY)));
  private static final DraftMaker DRAFTS =
      new DraftMaker(DoorFixture::readNumber, text -> (text.length() + 152) / 153);

  @FuzzTest(maxDuration = "30s")
  void a_message_body_is_a_draft_or_a_problem(byte[] body) {
    switch (MessageRequestParser.parse(body)) {
      case Checked.Bad<MessageRequest>(Problem problem) -> check(problem, Endpoint.CREATE_MESSAGE);
      case Checked.Good<MessageRequest>(MessageRequest request) -> {
        switch (DRAFTS.make(ACCOUNT, request, null, 0)) {
          case Checked.Bad<MessageDraft>(Problem problem) ->
              check(problem, Endpoint.CREATE_MESSAGE);
          case Checked.Good<MessageDraft>(MessageDraft draft) -> check(draft);
        }
      }
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_lift_body_is_a_block_or_a_problem(byte[] body) {
    if (LiftParser.parse(body) instanceof Checked.Bad<LiftParser.Lift>(Problem problem)) {
      check(problem, Endpoint.LIFT_BLOCK);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_feedback_body_is_an_outcome_or_a_problem(byte[] body) {
    if (FeedbackParser.parse(body) instanceof Checked.Bad<Boolean>(Problem problem)) {
      check(problem, Endpoint.GIVE_FEEDBACK);
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_verification_body_is_a_draft_or_a_problem(byte[] body) {
    switch (VerificationRequestParser.parse(body)) {
      case Checked.Bad<VerificationRequest>(Problem problem) ->
          check(problem, Endpoint.START_VERIFICATION);
      case Checked.Good<VerificationRequest>(VerificationRequest request) -> {
        if (DRAFTS.make(ACCOUNT, request, null, 0)
            instanceof Checked.Bad<VerificationDraft>(Problem problem)) {
          check(problem, Endpoint.START_VERIFICATION);
        }
      }
    }
  }

  @FuzzTest(maxDuration = "30s")
  void a_check_body_is_a_code_or_a_problem(byte[] body) {
    switch (CheckParser.parse(body)) {
      case Checked.Bad<Secret>(Problem problem) -> check(problem, Endpoint.CHECK_VERIFICATION);
      case Checked.Good<Secret>(Secret code) -> {
        if (code.reveal().length() > 32) {
          throw new AssertionError("a code out of its bounds");
        }
      }
    }
  }

  private static void check(MessageDraft draft) {
    boolean within =
        draft.ttlMillis() >= MessageRules.TTL_MIN_MILLIS
            && draft.ttlMillis() <= MessageRules.TTL_MAX_MILLIS
            && !draft.text().reveal().isBlank()
            && !draft.channels().isEmpty();
    if (!within) {
      throw new AssertionError("a draft out of its bounds");
    }
  }

  private static void check(Problem problem, Endpoint endpoint) {
    if (!EndpointProblems.of(endpoint).contains(problem.type())) {
      throw new AssertionError("not a problem of this call: " + problem.type());
    }
    String shown = problem.detail() + problem.pointer();
    if (shown.length() > 200 || shown.matches("(?s).*[0-9]{6}.*")) {
      throw new AssertionError("a problem that may quote what was sent: " + shown);
    }
    ProblemJson.of(problem);
  }
}
