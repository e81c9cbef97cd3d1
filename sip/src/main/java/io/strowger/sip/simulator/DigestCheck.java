package io.strowger.sip.simulator;

import io.strowger.sip.message.SipRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A carrier's side of digest authentication (RFC 8760): challenges, and checks credentials. */
final class DigestCheck {
  private static final Pattern PARAMETER =
      Pattern.compile("([a-zA-Z0-9_-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^\\s,\"]+))");
  private static final int NONCES_MAX = 10_000;
  private static final String REALM = "carrier.example";

  private final Set<String> nonces = new LinkedHashSet<>();

  String challenge(TrunkDials dials, String nonce) {
    if (nonces.size() >= NONCES_MAX) {
      nonces.remove(nonces.iterator().next());
    }
    nonces.add(nonce);
    return "Digest realm=\""
        + REALM
        + "\", nonce=\""
        + nonce
        + "\", algorithm="
        + dials.digest().token()
        + ", qop=\"auth\"";
  }

  /** Whether the credentials are the dials', for a nonce of ours. */
  boolean genuine(SipRequest request, String credentials, TrunkDials dials) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(credentials);
    while (matcher.find()) {
      String value = matcher.group(2) == null ? matcher.group(3) : matcher.group(2);
      values.put(matcher.group(1).toLowerCase(Locale.ROOT), value);
    }
    String nonce = values.getOrDefault("nonce", "");
    String algorithm = dials.digest().token();
    if (!nonces.contains(nonce)
        || !values.getOrDefault("username", "").equals(dials.user())
        || !values.getOrDefault("algorithm", "MD5").equalsIgnoreCase(algorithm)) {
      return false;
    }
    String ours = hash(algorithm, dials.user() + ":" + REALM + ":" + dials.password());
    String uri = values.getOrDefault("uri", "");
    String theirs = hash(algorithm, request.method() + ":" + uri);
    String qop = values.get("qop");
    String middle =
        qop == null
            ? nonce
            : nonce
                + ":"
                + values.getOrDefault("nc", "")
                + ":"
                + values.getOrDefault("cnonce", "")
                + ":"
                + qop;
    return hash(algorithm, ours + ":" + middle + ":" + theirs)
        .equalsIgnoreCase(values.getOrDefault("response", ""));
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(algorithm + " is missing", e);
    }
  }
}
