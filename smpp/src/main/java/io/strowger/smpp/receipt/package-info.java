/** Delivery receipts and error codes as carriers really send them. */
@NullMarked
package io.strowger.smpp.receipt;

import org.jspecify.annotations.NullMarked;
