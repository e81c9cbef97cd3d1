/** What the house asks of every file in it. */
@NullMarked
package io.strowger.gateway.house;

import org.jspecify.annotations.NullMarked;
