/** A carrier's SMSC with fault dials, to test against. */
@NullMarked
package io.strowger.smpp.simulator;

import org.jspecify.annotations.NullMarked;
