package io.strowger.gateway.http;

/**
 * Leaves a parser at the first fault. Stays inside this package, costs no stack trace, and carries
 * only what the client may be told.
 */
final class Rejected extends Exception {
  private final transient Problem problem;

  Rejected(Problem problem) {
    super(problem.type().uri(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
