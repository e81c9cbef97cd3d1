package io.strowger.gateway.health;

/** What may have become of a cell: the bank of post-change levels that the CUSUM tests. */
enum Hypothesis {
  /** Everything is swallowed. */
  DEAD(0),
  /** About half is. */
  HALF(1),
  /** About a fifth is: too little to leave the route, enough to prefer another. */
  FIFTH(2);

  static final int COUNT = 3;

  /** Its place in the arrays of scores. */
  final int index;

  Hypothesis(int index) {
    this.index = index;
  }
}
