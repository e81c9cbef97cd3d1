/** Who may use the gateway, with what, and within which bounds. Data alone. */
@NullMarked
package io.strowger.gateway.account;

import org.jspecify.annotations.NullMarked;
