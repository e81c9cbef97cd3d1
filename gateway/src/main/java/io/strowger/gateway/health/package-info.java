/**
 * Whether a route delivers what it accepts: finds silence by sequential tests on receipts, verified
 * codes, canaries and calls, against what each cell has learned of itself. Pure.
 */
@NullMarked
package io.strowger.gateway.health;

import org.jspecify.annotations.NullMarked;
