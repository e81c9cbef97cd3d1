/** The SMPP door: auth servers bind to us (ESMEs). On {@code smpp.server}. */
@NullMarked
package io.strowger.gateway.esme;

import org.jspecify.annotations.NullMarked;
