/** The message store: memory twin and embedded SQLite. */
@NullMarked
package io.strowger.gateway.store;

import org.jspecify.annotations.NullMarked;
