package io.strowger.gateway.simulation;

import io.strowger.gateway.account.CodeText;
import io.strowger.gateway.delivery.VerificationReply;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.message.Secret;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.verification.Verification;
import io.strowger.gateway.verification.VerificationDraft;
import io.strowger.gateway.verification.VerificationId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A login page whose codes the gateway makes, and its users: they read what arrives, type it, type
 * it wrong, type it twice, ask for it again, or begin anew.
 */
final class SimulatedVerifier {
  private static final CodeText TEXT = new CodeText(List.of("Your code is ", " for #simulated"));
  private static final Pattern CODE = Pattern.compile("is (\\d{6}) for");
  private static final int NUMBERS = 4;

  private final Timeline timeline;
  private final SplittableRandom random;
  private final Witness witness;
  private final Supplier<@Nullable Node> node;
  private final Map<String, List<VerificationId>> begun = new HashMap<>();
  private final Map<String, String> lastCode = new HashMap<>();

  SimulatedVerifier(
      Timeline timeline, SplittableRandom random, Witness witness, Supplier<@Nullable Node> node) {
    this.timeline = timeline;
    this.random = random;
    this.witness = witness;
    this.node = node;
    witness.onArrival(this::arrives);
  }

  /** One of a few users wants in. */
  void start() {
    String to = "+39347400000" + random.nextInt(NUMBERS);
    Node living = node.get();
    if (living == null) {
      return;
    }
    VerificationDraft draft =
        new VerificationDraft(
            Tenants.VERIFIER,
            new PhoneNumber(to),
            TEXT,
            Tenants.CODES,
            List.of(Channel.SMS),
            null,
            null,
            null,
            null,
            0,
            random.nextLong(5_000, 30_000),
            30_000);
    boolean taken =
        living.verifications.startVerification(
            draft,
            reply -> {
              if (reply instanceof VerificationReply.Started(Verification verification)) {
                witness.codes.started(verification);
                begun.computeIfAbsent(to, _ -> new ArrayList<>()).add(verification.id());
                plan(to, verification.id());
              } else {
                witness.refused();
              }
            });
    if (!taken) {
      witness.refused();
    }
  }

  /** What this user will do, whether the text arrives or not. */
  private void plan(String to, VerificationId id) {
    for (int i = random.nextInt(4); i > 0; i--) {
      timeline.in(random.nextLong(12_000), () -> check(to, id, wrong(to)));
    }
    if (random.nextInt(3) == 0) {
      timeline.in(random.nextLong(500, 6_000), () -> resend(id));
    }
    if (random.nextInt(4) == 0) {
      timeline.in(random.nextLong(29_000, 34_000), () -> typeLast(to, id));
    }
  }

  private String wrong(String to) {
    String right = lastCode.getOrDefault(to, "");
    String drawn = "%06d".formatted(random.nextInt(1_000_000));
    return drawn.equals(right) ? "x" + drawn.substring(1) : drawn;
  }

  private void typeLast(String to, VerificationId id) {
    String code = lastCode.get(to);
    if (code != null) {
      check(to, id, code);
    }
  }

  /** A text reaches the number: its user types the code, for the newest verification or an old. */
  private void arrives(String to, String text) {
    List<VerificationId> ids = begun.getOrDefault(to, List.of());
    Matcher matcher = CODE.matcher(text);
    if (ids.isEmpty() || !matcher.find()) {
      return;
    }
    String code = matcher.group(1);
    lastCode.put(to, code);
    VerificationId id = random.nextInt(3) > 0 ? ids.getLast() : ids.get(random.nextInt(ids.size()));
    int times = random.nextInt(3);
    for (int i = 0; i < times; i++) {
      timeline.in(random.nextLong(1, 5_000), () -> check(to, id, code));
    }
  }

  private void check(String to, VerificationId id, String code) {
    Node living = node.get();
    if (living == null) {
      return;
    }
    witness.codes.typed(to, id, code);
    var _ =
        living.verifications.checkVerification(
            Tenants.VERIFIER,
            id,
            new Secret(code),
            reply -> {
              if (reply instanceof VerificationReply.Checked(var outcome)) {
                witness.codes.checked(to, id, code, outcome);
              }
            });
  }

  private void resend(VerificationId id) {
    Node living = node.get();
    if (living != null) {
      var _ =
          living.verifications.resendVerification(
              Tenants.VERIFIER,
              id,
              reply -> {
                if (reply instanceof VerificationReply.Resent(Verification verification)) {
                  witness.codes.resent(verification);
                }
              });
    }
  }
}
