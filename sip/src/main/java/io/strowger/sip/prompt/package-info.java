/**
 * What a call says and what it makes of keys: packs of recorded phrases per language, assembled
 * into speech, and scripts as pure steps. The code and the keys never show in a text made here.
 */
@NullMarked
package io.strowger.sip.prompt;

import org.jspecify.annotations.NullMarked;
