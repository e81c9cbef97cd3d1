package io.strowger.gateway.sms;

import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import java.util.List;

/**
 * How long a text is before it is known which carrier will take it: as long as for the carrier that
 * needs the most segments.
 */
record SmsText(List<Wording> wordings) {

  record Wording(Encoding encoding, Segmentation segmentation) {}

  static SmsText of(List<CarrierSettings> carriers) {
    List<Wording> wordings =
        carriers.stream()
            .map(CarrierSettings::profile)
            .map(profile -> new Wording(profile.encoding(), profile.segmentation()))
            .distinct()
            .toList();
    return new SmsText(
        wordings.isEmpty() ? List.of(new Wording(Encoding.AUTO, Segmentation.UDH_8)) : wordings);
  }

  int segments(String text) {
    int most = 0;
    for (Wording wording : wordings) {
      most = Math.max(most, Segmenter.segments(text, wording.encoding(), wording.segmentation()));
    }
    return most;
  }
}
