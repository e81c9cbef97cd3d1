/** One YAML file to the records that each package owns. */
@NullMarked
package io.strowger.gateway.config;

import org.jspecify.annotations.NullMarked;
