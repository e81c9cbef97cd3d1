/** GSM 03.38 alphabets, data_coding and segmentation (GSM 03.40). */
@NullMarked
package io.strowger.smpp.text;

import org.jspecify.annotations.NullMarked;
