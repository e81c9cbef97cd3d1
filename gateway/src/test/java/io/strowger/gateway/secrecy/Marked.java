package io.strowger.gateway.secrecy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the codes and texts that tests send, so that they are known wherever they appear: plain, in
 * hexadecimal or in base64.
 */
public final class Marked {
  private static final String WORD = "Quokkamarmalade";
  private static final String CODE_BEGIN = "40740";
  private static final Pattern PATTERN = pattern();

  private Marked() {}

  /** Nine digits; the last four are those of the number given. */
  public static String code(long number) {
    return CODE_BEGIN + "%04d".formatted(number % 10_000);
  }

  /** A text with that code; ASCII, of one segment. */
  public static String text(long number) {
    return code(number) + " is your " + WORD + " code";
  }

  /** A longer text in words alone, of about this many characters. */
  public static String words(int characters) {
    return (WORD + " ").repeat(Math.max(1, characters / (WORD.length() + 1))).strip();
  }

  /** What of it stands in a text: a few characters before and after each find. */
  public static List<String> in(String shown) {
    List<String> found = new ArrayList<>();
    Matcher matcher = PATTERN.matcher(shown);
    while (matcher.find() && found.size() < 10) {
      int from = Math.max(0, matcher.start() - 40);
      found.add(shown.substring(from, Math.min(shown.length(), matcher.end() + 40)));
    }
    return found;
  }

  /**
   * @param before each octet: nothing in GSM 03.38 and ASCII, a zero octet in UCS-2
   */
  private static String codeInHex(String before) {
    StringBuilder form = new StringBuilder();
    for (byte octet : CODE_BEGIN.getBytes(StandardCharsets.US_ASCII)) {
      form.append(before).append(HexFormat.of().toHexDigits(octet)).append("[ :]?");
    }
    return form.append("(?:").append(before).append("3[0-9][ :]?){4}").toString();
  }

  private static Pattern pattern() {
    byte[] octets = WORD.getBytes(StandardCharsets.US_ASCII);
    List<String> forms = new ArrayList<>();
    forms.add("(?<![0-9a-f.-])" + CODE_BEGIN + "\\d{4}(?![0-9a-f])");
    forms.add(WORD);
    forms.add(codeInHex(""));
    forms.add(codeInHex("00[ :]?"));
    StringBuilder hex = new StringBuilder();
    for (byte octet : octets) {
      hex.append(HexFormat.of().toHexDigits(octet)).append("[ :]?");
    }
    forms.add(hex.toString());
    // In base64 a word looks otherwise at each place modulo three; its edges depend on neighbours.
    for (int place = 0; place < 3; place++) {
      byte[] shifted = new byte[place + octets.length];
      System.arraycopy(octets, 0, shifted, place, octets.length);
      String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
      forms.add(Pattern.quote(encoded.substring(place == 0 ? 0 : 4, encoded.length() - 2)));
    }
    return Pattern.compile(String.join("|", forms), Pattern.CASE_INSENSITIVE);
  }
}
