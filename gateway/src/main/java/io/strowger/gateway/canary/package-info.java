/**
 * Canaries: texts and calls to numbers of our own, sent over one carrier and awaited over another.
 * Pure: time and randomness are arguments.
 */
@NullMarked
package io.strowger.gateway.canary;

import org.jspecify.annotations.NullMarked;
