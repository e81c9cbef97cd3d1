/** The whole gateway on one thread, against simulated carriers, from a seed. */
@NullMarked
package io.strowger.gateway.simulation;

import org.jspecify.annotations.NullMarked;
