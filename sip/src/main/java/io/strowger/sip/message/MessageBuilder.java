package io.strowger.sip.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Puts headers and a body together. Content-Length is never given: it is written from the body.
 *
 * @param <B> the builder itself
 */
public abstract sealed class MessageBuilder<B extends MessageBuilder<B>>
    permits SipRequest.Builder, SipResponse.Builder {
  static final byte[] NO_BODY = {};

  private final List<String> names = new ArrayList<>(16);
  private final List<String> values = new ArrayList<>(16);
  byte[] body = NO_BODY;

  MessageBuilder() {}

  abstract B self();

  void copy(Fields fields) {
    for (int i = 0; i < fields.size(); i++) {
      names.add(fields.name(i));
      values.add(fields.value(i));
    }
  }

  boolean lacks(String canonical) {
    for (String name : names) {
      if (Fields.same(name, canonical)) {
        return false;
      }
    }
    return true;
  }

  Fields fields() {
    return new Fields(names.toArray(String[]::new), values.toArray(String[]::new));
  }

  /**
   * Adds a value behind those of the same name.
   *
   * @throws IllegalArgumentException when the name is no token or the value more than one line
   */
  public B header(String name, String value) {
    String canonical = checked(name, value);
    names.add(canonical);
    values.add(value);
    return self();
  }

  /** Adds a value before those of the same name, as a Via or a Record-Route is added on the way. */
  public B headerFirst(String name, String value) {
    String canonical = checked(name, value);
    int at = 0;
    while (at < names.size() && !Fields.same(names.get(at), canonical)) {
      at++;
    }
    at = at == names.size() ? 0 : at;
    names.add(at, canonical);
    values.add(at, value);
    return self();
  }

  /** Puts this one value in the place of all of its name. */
  public B setHeader(String name, String value) {
    String canonical = checked(name, value);
    for (int i = 0; i < names.size(); i++) {
      if (Fields.same(names.get(i), canonical)) {
        values.set(i, value);
        for (int j = names.size() - 1; j > i; j--) {
          if (Fields.same(names.get(j), canonical)) {
            names.remove(j);
            values.remove(j);
          }
        }
        return self();
      }
    }
    names.add(canonical);
    values.add(value);
    return self();
  }

  public B removeHeader(String name) {
    String canonical = HeaderNames.canonical(name);
    for (int i = names.size() - 1; i >= 0; i--) {
      if (Fields.same(names.get(i), canonical)) {
        names.remove(i);
        values.remove(i);
      }
    }
    return self();
  }

  /** Puts a body, or with an empty one takes it away. */
  public B body(String contentType, byte[] octets) {
    if (octets.length == 0) {
      removeHeader("Content-Type");
      body = NO_BODY;
      return self();
    }
    body = octets.clone();
    return setHeader("Content-Type", contentType);
  }

  private static String checked(String name, String value) {
    if (!Syntax.token(name)) {
      throw new IllegalArgumentException("not the name of a header");
    }
    if (!Syntax.oneLine(value)) {
      throw new IllegalArgumentException("the value of " + name + " has more than one line");
    }
    String canonical = HeaderNames.canonical(name);
    if (canonical.equals("Content-Length")) {
      throw new IllegalArgumentException("Content-Length is written from the body");
    }
    return canonical;
  }
}
