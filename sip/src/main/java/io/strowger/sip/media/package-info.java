/**
 * Speech and keys over RTP: SDP offer and answer, paced sending for very many calls from one
 * thread, reception locked to the negotiated peer, and what can be told from the sound of the far
 * end. Knows neither SIP messages nor what is spoken.
 */
@NullMarked
package io.strowger.sip.media;

import org.jspecify.annotations.NullMarked;
