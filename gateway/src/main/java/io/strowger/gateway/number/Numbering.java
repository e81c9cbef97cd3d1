package io.strowger.gateway.number;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads telephone numbers as people write them. Numbers that cannot exist are refused: an unknown
 * country code, or a length that the country does not have. Unassigned ranges pass, since new ones
 * are opened every week.
 *
 * <p>The numbering plans are asked once for all numbers that share region, length and the first
 * seven digits; they decide by no more. Any thread may ask.
 */
public final class Numbering {
  private static final int CACHE_SIZE_LOG2 = 16;

  /** E.164 allows 15; a few more for a trunk prefix and an international one. */
  private static final int DIGITS_MAX = 20;

  private static final String NO_REGION = "";

  /** Answers in the cache that are refusals, by index; rewrites come after them. */
  private static final List<InvalidNumber> REFUSALS =
      List.of(
          InvalidNumber.UNKNOWN_COUNTRY_CODE,
          InvalidNumber.TOO_SHORT,
          InvalidNumber.TOO_LONG,
          InvalidNumber.IMPOSSIBLE_LENGTH,
          InvalidNumber.UNREADABLE);

  private static final List<NumberType> TYPES = List.of(NumberType.values());

  private static final int REFUSAL_BITS = 4;
  private static final int DROP_BITS = 3;
  private static final int DROP_MAX = 1 << DROP_BITS;
  private static final int COUNTRY_CODE_DIGITS_MAX = 3;
  private static final int NO_REFUSAL = (1 << REFUSAL_BITS) - 1;

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final PrefixCache parsed = new PrefixCache(CACHE_SIZE_LOG2);
  private final PrefixCache types = new PrefixCache(CACHE_SIZE_LOG2);

  /**
   * @param text {@code +39…}, {@code 0039…}, or national digits; spaces, dashes, dots, slashes and
   *     parentheses may separate them
   * @param defaultRegion ISO 3166 code of the country of national numbers, null when they are
   *     refused
   */
  public ParsedNumber parse(String text, @Nullable String defaultRegion) {
    char[] digits = new char[Math.min(text.length(), DIGITS_MAX)];
    int length = 0;
    boolean plus = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        if (length == DIGITS_MAX) {
          return InvalidNumber.TOO_LONG;
        }
        digits[length++] = c;
      } else if (c == '+' && length == 0 && !plus) {
        plus = true;
      } else if (!isSeparator(c)) {
        return InvalidNumber.BAD_CHARACTER;
      }
    }
    if (length == 0) {
      return InvalidNumber.EMPTY;
    }
    if (!plus && length > 2 && digits[0] == '0' && digits[1] == '0') {
      plus = true;
      length -= 2;
      System.arraycopy(digits, 2, digits, 0, length);
    }
    if (plus) {
      return lookUp(digits, length, NO_REGION);
    }
    return defaultRegion == null || !plans.getSupportedRegions().contains(defaultRegion)
        ? InvalidNumber.NO_COUNTRY_CODE
        : lookUp(digits, length, defaultRegion);
  }

  /** The kind of line, by the first seven digits and the length. */
  public NumberType type(PhoneNumber number) {
    char[] digits = number.digits().toCharArray();
    long key = PrefixCache.key(digits, digits.length, NO_REGION);
    int known = types.get(key);
    if (known == PrefixCache.MISS) {
      known = TYPES.indexOf(askType(number));
      types.put(key, known);
    }
    return TYPES.get(known);
  }

  /**
   * The country calling code of a region, for example 39 for IT.
   *
   * @return 0 for a region that does not exist
   */
  public static int callingCode(String region) {
    return PhoneNumberUtil.getInstance().getCountryCodeForRegion(region);
  }

  private ParsedNumber lookUp(char[] digits, int length, String region) {
    long key = PrefixCache.key(digits, length, region);
    int known = parsed.get(key);
    if (known != PrefixCache.MISS) {
      return answer(known, digits, length);
    }
    ParsedNumber fresh = ask(new String(digits, 0, length), region);
    int encoded = encode(fresh, digits, length);
    if (encoded != PrefixCache.MISS) {
      parsed.put(key, encoded);
    }
    return fresh;
  }

  private ParsedNumber ask(String digits, String region) {
    Phonenumber.PhoneNumber read;
    try {
      read = region.isEmpty() ? plans.parse("+" + digits, null) : plans.parse(digits, region);
    } catch (NumberParseException e) {
      return switch (e.getErrorType()) {
        case INVALID_COUNTRY_CODE -> InvalidNumber.UNKNOWN_COUNTRY_CODE;
        case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> InvalidNumber.TOO_SHORT;
        case TOO_LONG -> InvalidNumber.TOO_LONG;
        case NOT_A_NUMBER -> InvalidNumber.UNREADABLE;
      };
    }
    return switch (plans.isPossibleNumberWithReason(read)) {
      case IS_POSSIBLE -> ofE164(plans.format(read, PhoneNumberFormat.E164));
      // Without an area code it can be dialled only next door.
      case IS_POSSIBLE_LOCAL_ONLY, TOO_SHORT -> InvalidNumber.TOO_SHORT;
      case TOO_LONG -> InvalidNumber.TOO_LONG;
      case INVALID_LENGTH -> InvalidNumber.IMPOSSIBLE_LENGTH;
      case INVALID_COUNTRY_CODE -> InvalidNumber.UNKNOWN_COUNTRY_CODE;
    };
  }

  /** A few plans allow more than the 15 digits, or fewer than the 7, that can travel as E.164. */
  private static ParsedNumber ofE164(String e164) {
    if (e164.length() < PhoneNumber.LENGTH_MIN) {
      return InvalidNumber.TOO_SHORT;
    }
    return e164.length() > PhoneNumber.LENGTH_MAX ? InvalidNumber.TOO_LONG : new PhoneNumber(e164);
  }

  private NumberType askType(PhoneNumber number) {
    try {
      return switch (plans.getNumberType(plans.parse(number.e164(), null))) {
        case MOBILE -> NumberType.MOBILE;
        case FIXED_LINE -> NumberType.FIXED_LINE;
        case FIXED_LINE_OR_MOBILE -> NumberType.FIXED_LINE_OR_MOBILE;
        case TOLL_FREE -> NumberType.TOLL_FREE;
        case PREMIUM_RATE -> NumberType.PREMIUM_RATE;
        case SHARED_COST -> NumberType.SHARED_COST;
        case VOIP -> NumberType.VOIP;
        case PERSONAL_NUMBER -> NumberType.PERSONAL;
        case PAGER -> NumberType.PAGER;
        case UAN -> NumberType.COMPANY;
        case VOICEMAIL -> NumberType.VOICEMAIL;
        case UNKNOWN -> NumberType.UNKNOWN;
      };
    } catch (NumberParseException e) {
      return NumberType.UNKNOWN;
    }
  }

  /**
   * As a refusal, or as a rewrite: so many digits dropped in front, a country code put there.
   * {@link PrefixCache#MISS} when it is neither, such as a trunk prefix after the country code.
   */
  private static int encode(ParsedNumber answer, char[] digits, int length) {
    return switch (answer) {
      case InvalidNumber refusal -> REFUSALS.indexOf(refusal);
      case PhoneNumber number -> {
        String all = new String(digits, 0, length);
        String e164 = number.digits();
        for (int drop = 0; drop < Math.min(length, DROP_MAX); drop++) {
          int added = e164.length() - (length - drop);
          if (added >= 0
              && added <= COUNTRY_CODE_DIGITS_MAX
              && e164.endsWith(all.substring(drop))) {
            int country = added == 0 ? 0 : Integer.parseInt(e164.substring(0, added));
            yield (((country << DROP_BITS) | drop) << REFUSAL_BITS) | NO_REFUSAL;
          }
        }
        yield PrefixCache.MISS;
      }
    };
  }

  private static ParsedNumber answer(int encoded, char[] digits, int length) {
    int refusal = encoded & NO_REFUSAL;
    if (refusal != NO_REFUSAL) {
      return REFUSALS.get(refusal);
    }
    int drop = (encoded >>> REFUSAL_BITS) & (DROP_MAX - 1);
    int country = encoded >>> (REFUSAL_BITS + DROP_BITS);
    StringBuilder e164 = new StringBuilder(PhoneNumber.LENGTH_MAX).append('+');
    if (country != 0) {
      e164.append(country);
    }
    return new PhoneNumber(e164.append(digits, drop, length - drop).toString());
  }

  private static boolean isSeparator(char c) {
    return switch (c) {
      case ' ', '-', '.', '/', '(', ')', '\u00A0', '\u2010', '\u2011', '\u2013' -> true;
      default -> false;
    };
  }
}
