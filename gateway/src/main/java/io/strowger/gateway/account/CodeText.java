package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;
import java.util.List;

/**
 * A finished text with places for a code that is not in it yet. With the same code it is the same
 * text, byte for byte.
 */
public final class CodeText {
  private final List<String> pieces;

  /**
   * @param pieces what stands between the places, at least two
   */
  public CodeText(List<String> pieces) {
    if (pieces.size() < 2) {
      throw new IllegalArgumentException("no place for the code");
    }
    this.pieces = List.copyOf(pieces);
  }

  /** Personal data, perhaps: to be encrypted where it is kept. */
  public List<String> pieces() {
    return pieces;
  }

  public Secret with(Secret code) {
    return new Secret(String.join(code.reveal(), pieces));
  }

  /** How the text looks with a code of this length; for measuring. */
  String filled(int codeLength) {
    return String.join("0".repeat(codeLength), pieces);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CodeText text && text.pieces.equals(pieces);
  }

  @Override
  public int hashCode() {
    return pieces.hashCode();
  }

  @Override
  public String toString() {
    return "[secret]";
  }
}
