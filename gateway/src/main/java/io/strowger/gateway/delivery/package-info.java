/** Owns open messages: event, step, commit, then act. Declares the ports. */
@NullMarked
package io.strowger.gateway.delivery;

import org.jspecify.annotations.NullMarked;
