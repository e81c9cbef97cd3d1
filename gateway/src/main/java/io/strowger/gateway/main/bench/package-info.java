/** The sizing run: a load generator, and the programs it measures as processes of their own. */
@NullMarked
package io.strowger.gateway.main.bench;

import org.jspecify.annotations.NullMarked;
