/** What the gateway measures of itself, for Prometheus. */
@NullMarked
package io.strowger.gateway.metrics;

import org.jspecify.annotations.NullMarked;
