/** A carrier's redundant outbound links: binds, shared queue, rate, window, TLS. */
@NullMarked
package io.strowger.smpp.link;

import org.jspecify.annotations.NullMarked;
