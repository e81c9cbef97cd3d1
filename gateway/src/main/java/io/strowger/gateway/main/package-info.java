/** The composition root and the command line. */
@NullMarked
package io.strowger.gateway.main;

import org.jspecify.annotations.NullMarked;
