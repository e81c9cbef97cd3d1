/** E.164 numbers and prefixes. */
@NullMarked
package io.strowger.gateway.number;

import org.jspecify.annotations.NullMarked;
