package io.strowger.gateway.webhook;

/**
 * What came of one post.
 *
 * @param mayRetry false when another try cannot end otherwise
 * @param retryAfterMillis the receiver's own wish, 0 for none
 */
record PostResult(PostOutcome outcome, boolean mayRetry, long retryAfterMillis) {
  static final PostResult TOLD = new PostResult(PostOutcome.TOLD, false, 0);

  static PostResult retry(PostOutcome outcome) {
    return new PostResult(outcome, true, 0);
  }

  static PostResult hopeless(PostOutcome outcome) {
    return new PostResult(outcome, false, 0);
  }
}
