/** The trunk engine among simulated carriers, on one thread, from a seed. */
@org.jspecify.annotations.NullMarked
package io.strowger.sip.simulation;
