package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;

/**
 * The texts of requests that give a code alone.
 *
 * @param fallback holds {@code {code}}
 */
public record Templates(String fallback) {
  /** Where a template takes the code. */
  public static final String CODE_PLACEHOLDER = "{code}";

  public static final Templates DEFAULT = new Templates("Your code is {code}");

  public Templates {
    if (!fallback.contains(CODE_PLACEHOLDER)) {
      throw new IllegalArgumentException("the template must contain " + CODE_PLACEHOLDER);
    }
  }

  public Secret render(Secret code) {
    return new Secret(fallback.replace(CODE_PLACEHOLDER, code.reveal()));
  }
}
