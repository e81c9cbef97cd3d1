/** Admission: destinations, velocity, pumping. Pure over its counters. */
@NullMarked
package io.strowger.gateway.guard;

import org.jspecify.annotations.NullMarked;
