/** The SMS channel, on the SMPP carrier links. */
@NullMarked
package io.strowger.gateway.sms;

import org.jspecify.annotations.NullMarked;
