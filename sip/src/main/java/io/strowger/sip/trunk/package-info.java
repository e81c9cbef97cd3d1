/**
 * Trunks to SIP carriers: which of them takes a call, their health and limits, registration and
 * look-up, and the engine that carries calls over them.
 */
@NullMarked
package io.strowger.sip.trunk;

import org.jspecify.annotations.NullMarked;
