/**
 * A carrier's SIP gateway to test against: it answers calls as its dials say, listens to what is
 * spoken, and reports the codes that it truly heard.
 */
@NullMarked
package io.strowger.sip.simulator;

import org.jspecify.annotations.NullMarked;
