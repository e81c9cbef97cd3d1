/**
 * What operators must know and act on: conditions that are raised, change, and clear. Pure: sources
 * say what they see, the book keeps what is open, and whoever shows alarms is told of each change.
 */
@NullMarked
package io.strowger.gateway.alarm;

import org.jspecify.annotations.NullMarked;
