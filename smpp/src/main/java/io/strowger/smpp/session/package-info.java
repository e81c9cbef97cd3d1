/** One SMPP link as a pure state machine: bind, window, timers, unbind. */
@NullMarked
package io.strowger.smpp.session;

import org.jspecify.annotations.NullMarked;
