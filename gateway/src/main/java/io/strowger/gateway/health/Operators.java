package io.strowger.gateway.health;

import io.strowger.gateway.number.CallingCode;
import io.strowger.gateway.number.PhoneNumber;
import io.strowger.gateway.number.PrefixTree;
import java.util.Map;

/**
 * Which operator a number belongs to, as far as its digits tell: a configured name, else the
 * calling code and the two digits after it, which in most countries narrow a mobile number down to
 * the one it was first given out by.
 */
public final class Operators {
  private static final int NATIONAL_DIGITS = 2;

  private final PrefixTree<String> named;

  /**
   * @param names by prefix: {@code +} and digits
   */
  public Operators(Map<String, String> names) {
    this.named = new PrefixTree<>(names);
  }

  public String of(PhoneNumber number) {
    String name = named.longestMatch(number.e164());
    return name != null
        ? name
        : number.e164().substring(0, 1 + CallingCode.digits(number) + NATIONAL_DIGITS);
  }
}
