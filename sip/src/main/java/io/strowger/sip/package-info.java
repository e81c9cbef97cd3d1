/** SIP trunks; holds no code yet. */
@NullMarked
package io.strowger.sip;

import org.jspecify.annotations.NullMarked;
