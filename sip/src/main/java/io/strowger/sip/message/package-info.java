/**
 * SIP messages as immutable values, their bounded parsing and framing, and the addresses they are
 * sent to; with the media descriptions the only place that knows JAIN-SIP.
 */
@NullMarked
package io.strowger.sip.message;

import org.jspecify.annotations.NullMarked;
