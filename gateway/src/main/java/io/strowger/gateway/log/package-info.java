/** Logs: text or JSON, never blocking, and never a passcode, a text or a whole number. */
@NullMarked
package io.strowger.gateway.log;

import org.jspecify.annotations.NullMarked;
