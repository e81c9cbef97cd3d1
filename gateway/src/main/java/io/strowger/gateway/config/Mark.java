package io.strowger.gateway.config;

/** A place in the file, both 1-based. */
record Mark(int line, int column) {
  static final Mark NONE = new Mark(0, 0);
}
