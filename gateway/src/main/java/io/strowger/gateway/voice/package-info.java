/** Calls over the SIP trunks of all configured carriers: what is said, and what it proves. */
@NullMarked
package io.strowger.gateway.voice;

import org.jspecify.annotations.NullMarked;
