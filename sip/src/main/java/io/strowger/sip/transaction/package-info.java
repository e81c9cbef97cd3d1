/**
 * SIP transactions (RFC 3261 section 17, RFC 6026) as pure state machines and the tables that hold
 * them: no socket, no clock, no thread.
 */
@NullMarked
package io.strowger.sip.transaction;

import org.jspecify.annotations.NullMarked;
