package io.strowger.sip.message;

import org.jspecify.annotations.Nullable;

/**
 * One entry of From, To, Contact, Route, Record-Route, P-Asserted-Identity and their like.
 *
 * @param displayName unquoted; "" without one
 * @param uri of any scheme, as written between its angle brackets
 * @param parameters of the header, not of the URI
 */
public record NameAddress(String displayName, String uri, Parameters parameters) {

  public static NameAddress of(SipUri uri) {
    return new NameAddress("", uri.toString(), Parameters.NONE);
  }

  /** Null when no address can be made out. */
  public static @Nullable NameAddress parse(String text) {
    int open = Syntax.find(text, 0, '<');
    if (open < 0) {
      // Without brackets a parameter is the header's (RFC 3261 section 20).
      int semicolon = text.indexOf(';');
      String uri = Syntax.trim(text, 0, semicolon < 0 ? text.length() : semicolon);
      // Nor can it hold what would be the URI's own (a ? or a comma).
      return !uri(uri) || uri.indexOf('?') >= 0 || uri.indexOf(',') >= 0
          ? null
          : new NameAddress(
              "",
              uri,
              semicolon < 0 ? Parameters.NONE : Parameters.parse(text.substring(semicolon)));
    }
    int close = text.indexOf('>', open);
    if (close < 0) {
      return null;
    }
    String uri = Syntax.trim(text, open + 1, close);
    String behind = Syntax.trim(text, close + 1, text.length());
    if (!uri(uri) || (!behind.isEmpty() && behind.charAt(0) != ';')) {
      return null;
    }
    String name = Syntax.unquote(Syntax.trim(text, 0, open));
    return new NameAddress(name, uri, Parameters.parse(behind));
  }

  private static boolean uri(String text) {
    return text.indexOf(':') > 0 && StartLine.uriCharacters(text);
  }

  /** Null when the URI is of another scheme than sip, sips and tel, or malformed. */
  public @Nullable SipUri sipUri() {
    return SipUri.parse(uri);
  }

  public @Nullable String tag() {
    return parameters.get("tag");
  }

  public NameAddress withParameter(String name, @Nullable String value) {
    return new NameAddress(displayName, uri, parameters.with(name, value));
  }

  /** As it stands in a header, numbers and names unmasked. */
  @Override
  public String toString() {
    String name = displayName.isEmpty() ? "" : Syntax.quote(displayName) + " ";
    return name + "<" + uri + ">" + parameters;
  }
}
