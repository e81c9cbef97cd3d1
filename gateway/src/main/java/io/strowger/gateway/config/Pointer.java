package io.strowger.gateway.config;

/**
 * Where a value stands in the tree, as people write it: {@code carriers[0].smpp.window}. The root
 * is the empty text.
 */
record Pointer(String path) {
  static final Pointer ROOT = new Pointer("");

  Pointer key(String name) {
    return new Pointer(path.isEmpty() ? name : path + "." + name);
  }

  Pointer index(int i) {
    return new Pointer(path + "[" + i + "]");
  }

  @Override
  public String toString() {
    return path;
  }
}
