/** Codes that the gateway itself makes and checks. Pure: time and chance are arguments. */
@NullMarked
package io.strowger.gateway.verification;

import org.jspecify.annotations.NullMarked;
