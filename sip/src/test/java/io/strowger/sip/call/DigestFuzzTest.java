package io.strowger.sip.call;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Challenges from anywhere: nothing throws, and what we answer fits into one header line. */
final class DigestFuzzTest {
  private static final String PASSWORD = "s3cret-and-nowhere-else";

  @FuzzTest(maxDuration = "60s")
  void any_challenge_is_answered_within_one_line_or_not_at_all(FuzzedDataProvider data) {
    DigestSession session =
        DigestSession.begin(List.of(new DigestCredentials("user", PASSWORD)), "cnonce");
    for (int i = 0; i < 4 && data.remainingBytes() > 0; i++) {
      List<String> www = List.of(challenge(data));
      List<String> proxy = data.consumeBoolean() ? List.of(challenge(data)) : List.of();
      if ((www + " " + proxy).contains(PASSWORD)) {
        return; // It was guessed, and comes back as what they said.
      }
      if (!(session.challenged(www, proxy) instanceof DigestSession.Outcome.Retry(var next))) {
        return;
      }
      DigestSession.Authorized authorized = next.authorize("INVITE", "sip:+39061@carrier.example");
      for (DigestSession.Header header : authorized.headers()) {
        if (header.value().indexOf('\n') >= 0
            || header.value().indexOf('\r') >= 0
            || header.value().contains(PASSWORD)
            || !header.value().startsWith("Digest ")) {
          throw new AssertionError(header.toString());
        }
      }
      session = authorized.next();
    }
  }

  private static String challenge(FuzzedDataProvider data) {
    String text = data.consumeString(200);
    return data.consumeBoolean()
        ? text
        : "Digest realm=\"" + text + "\", nonce=\"" + data.consumeString(40) + "\", qop=\"auth\"";
  }
}
