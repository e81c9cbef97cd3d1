package io.strowger.gateway.guard;

import io.strowger.gateway.message.Secret;

/**
 * Tells texts apart without keeping them: 64 bits under a key drawn at start. Whoever made two
 * texts collide would have his own second message taken for his first, so the hash need not be
 * stronger.
 */
public final class TextHash {
  private static final long PRIME = 0x100_0000_01B3L;

  private final long key;

  /**
   * @param key drawn at random at start
   */
  public TextHash(long key) {
    this.key = key;
  }

  public long of(Secret text) {
    return of(text.reveal());
  }

  long of(String text) {
    long hash = key;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * PRIME;
    }
    return RowTable.mix(hash + text.length());
  }
}
