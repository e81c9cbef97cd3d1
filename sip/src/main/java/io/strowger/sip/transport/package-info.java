/**
 * SIP over UDP, TCP and TLS sockets: bounded reading and writing, connections that are used again,
 * and who a certificate speaks for. Knows messages, but nothing of transactions and calls.
 */
@NullMarked
package io.strowger.sip.transport;

import org.jspecify.annotations.NullMarked;
