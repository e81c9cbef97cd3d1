/**
 * One outgoing call as a pure function of state, event and time: INVITE to BYE, its dialogs, digest
 * and session timers, and what final codes mean.
 */
@NullMarked
package io.strowger.sip.call;

import org.jspecify.annotations.NullMarked;
