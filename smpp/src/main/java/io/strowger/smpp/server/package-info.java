/** An SMPP server that auth servers (ESMEs) bind to. */
@NullMarked
package io.strowger.smpp.server;

import org.jspecify.annotations.NullMarked;
