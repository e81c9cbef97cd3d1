/** Bounded framing and PDU coding; the only package that knows Cloudhopper. */
@NullMarked
package io.strowger.smpp.codec;

import org.jspecify.annotations.NullMarked;
