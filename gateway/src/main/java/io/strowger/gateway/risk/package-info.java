/** Asks a service of the account's, before a message is taken, whether it may go. */
@NullMarked
package io.strowger.gateway.risk;

import org.jspecify.annotations.NullMarked;
