package io.strowger.gateway.verification;

import io.strowger.gateway.account.CodeAlphabet;
import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.account.VerificationRules;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.number.PhoneNumber;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Verifications to try things with. */
final class Samples {
  static final long NOW = 1_795_305_600_000L;
  static final PhoneNumber NUMBER = new PhoneNumber("+393401234567");

  /** Five wrong codes end one, eight in an hour lock the number, two resends, 30 s apart. */
  static final VerificationRules RULES =
      new VerificationRules(6, false, CodeAlphabet.DIGITS, 5, 8, 3_600_000, 300_000, 2, 30_000);

  private Samples() {}

  static VerificationKey key(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return new VerificationKey(secret);
  }

  static VerificationDraft draft() {
    return draft("idp", NUMBER, RULES, null, 0);
  }

  static VerificationDraft draft(
      String account,
      PhoneNumber number,
      VerificationRules rules,
      @Nullable String idempotencyKey,
      long requestHash) {
    return new VerificationDraft(
        account,
        number,
        new CodeText(List.of("Your code is ", "")),
        rules,
        List.of(Channel.SMS),
        "IDP",
        null,
        "login",
        idempotencyKey,
        requestHash,
        300_000,
        600_000);
  }

  static MessageId message(long order) {
    return MessageId.of(MessageId.firstOrderOf(NOW) + order, order);
  }
}
