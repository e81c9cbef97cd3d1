/** Which carrier carries a message next, and why. Pure. */
@NullMarked
package io.strowger.gateway.route;

import org.jspecify.annotations.NullMarked;
