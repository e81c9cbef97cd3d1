/**
 * How fast silence is found and how rarely it is imagined: the gateway's own health code against
 * simulated carriers, beside a test that knows all parameters and a plain success ratio.
 */
@NullMarked
package io.strowger.gateway.main.detection;

import org.jspecify.annotations.NullMarked;
