@NullMarked
package io.strowger.gateway.alarm;

import org.jspecify.annotations.NullMarked;
