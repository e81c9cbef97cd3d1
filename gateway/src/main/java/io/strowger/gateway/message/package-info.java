/** A message, its attempts and its pure lifecycle. */
@NullMarked
package io.strowger.gateway.message;

import org.jspecify.annotations.NullMarked;
