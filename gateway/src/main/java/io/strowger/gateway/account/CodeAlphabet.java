package io.strowger.gateway.account;

/** What a code is made of. Every character takes one septet in an SMS. */
public enum CodeAlphabet {
  DIGITS("0123456789"),

  /** No pair that looks or sounds alike, and no vowel that could make a word. */
  UNAMBIGUOUS("23456789CFGHJMPQRVWX");

  private final String symbols;

  CodeAlphabet(String symbols) {
    this.symbols = symbols;
  }

  /** At least ten different characters, none of them white space. */
  public String symbols() {
    return symbols;
  }

  /** What a user typed, as the code is written: without spaces and hyphens, in capitals. */
  public String normalized(String typed) {
    StringBuilder code = new StringBuilder(typed.length());
    for (int i = 0; i < typed.length(); i++) {
      char c = typed.charAt(i);
      if (c != ' ' && c != '-') {
        code.append(c >= 'a' && c <= 'z' ? (char) (c - 'a' + 'A') : c);
      }
    }
    return code.toString();
  }
}
