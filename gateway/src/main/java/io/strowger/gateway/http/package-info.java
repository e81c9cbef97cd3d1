/** The HTTP door: API, events, OpenAPI. */
@NullMarked
package io.strowger.gateway.http;

import org.jspecify.annotations.NullMarked;
