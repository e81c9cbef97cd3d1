/** Texts and codes that every test may send and nothing may show, and the search for them. */
@NullMarked
package io.strowger.gateway.secrecy;

import org.jspecify.annotations.NullMarked;
