package io.strowger.smpp.link;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.text.Segmentation;
import io.strowger.smpp.text.Segmenter;
import io.strowger.smpp.text.TextPart;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds the submit_sm bodies of one submission, as the carrier's profile wants them. */
final class MessageParts {
  private static final int TON_UNKNOWN = 0;
  private static final int TON_INTERNATIONAL = 1;
  private static final int TON_NETWORK_SPECIFIC = 3;
  private static final int TON_ALPHANUMERIC = 5;
  private static final int NPI_UNKNOWN = 0;
  private static final int NPI_E164 = 1;

  /** source_addr and destination_addr hold 21 octets with their NUL (SMPP 3.4 section 4.4.1). */
  private static final int ADDRESS_OCTETS_MAX = 20;

  /** Longer digits are an international number. */
  private static final int SHORT_CODE_DIGITS_MAX = 6;

  private static final int V3_4 = 0x34;

  private MessageParts() {}

  /**
   * The parts in order, with an empty validity_period; none when the submission cannot be put on
   * the wire.
   *
   * @param version SMPP 3.3 has no optional parameters: long texts then carry an 8-bit header
   */
  static List<ShortMessage> of(Submission submission, Profile profile, int version, int reference) {
    Address source = source(submission.sender(), profile);
    Address destination = destination(submission.destination(), profile);
    if (!isAddress(source.value()) || !isNumber(destination.value())) {
      return List.of();
    }
    boolean tlvs = version >= V3_4;
    Segmentation segmentation = segmentation(profile, tlvs);
    List<TextPart> texts =
        Segmenter.split(submission.text(), profile.encoding(), segmentation, reference);
    List<ShortMessage> parts = new ArrayList<>(texts.size());
    for (TextPart text : texts) {
      parts.add(
          new ShortMessage(
              profile.serviceType(),
              source,
              destination,
              text.esmClass(),
              submission.protocolId(),
              0,
              "",
              "",
              profile.registeredDelivery(),
              0,
              text.dataCoding(),
              0,
              text.shortMessage(),
              tlvs ? joined(text.tlvs(), profile.extraTlvs()) : List.of()));
    }
    return parts;
  }

  private static Segmentation segmentation(Profile profile, boolean tlvs) {
    boolean needsTlvs =
        profile.segmentation() == Segmentation.SAR_TLV
            || profile.segmentation() == Segmentation.MESSAGE_PAYLOAD;
    return needsTlvs && !tlvs ? Segmentation.UDH_8 : profile.segmentation();
  }

  private static List<Tlv> joined(List<Tlv> first, List<Tlv> second) {
    if (first.isEmpty() || second.isEmpty()) {
      return first.isEmpty() ? second : first;
    }
    List<Tlv> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  static ShortMessage withValidity(ShortMessage part, String validityPeriod) {
    return new ShortMessage(
        part.serviceType(),
        part.source(),
        part.destination(),
        part.esmClass(),
        part.protocolId(),
        part.priorityFlag(),
        part.scheduleDeliveryTime(),
        validityPeriod,
        part.registeredDelivery(),
        part.replaceIfPresentFlag(),
        part.dataCoding(),
        part.smDefaultMsgId(),
        part.shortMessage(),
        part.tlvs());
  }

  static Address source(@Nullable String sender, Profile profile) {
    String value = sender == null ? profile.sender() : sender;
    boolean plus = value.startsWith("+");
    String bare = plus ? value.substring(1) : value;
    int ton;
    int npi;
    if (bare.isEmpty()) {
      ton = TON_UNKNOWN;
      npi = NPI_UNKNOWN;
    } else if (!isDigits(bare)) {
      ton = TON_ALPHANUMERIC;
      npi = NPI_UNKNOWN;
    } else if (plus || bare.length() > SHORT_CODE_DIGITS_MAX) {
      ton = TON_INTERNATIONAL;
      npi = NPI_E164;
    } else {
      ton = TON_NETWORK_SPECIFIC;
      npi = NPI_UNKNOWN;
    }
    Integer fixedTon = profile.sourceTon();
    Integer fixedNpi = profile.sourceNpi();
    return new Address(
        fixedTon == null ? ton : fixedTon,
        fixedNpi == null ? npi : fixedNpi,
        ton == TON_ALPHANUMERIC ? value : bare);
  }

  static Address destination(String number, Profile profile) {
    return new Address(profile.destinationTon(), profile.destinationNpi(), number);
  }

  private static boolean isNumber(String value) {
    return !value.isEmpty() && value.length() <= ADDRESS_OCTETS_MAX && isDigits(value);
  }

  private static boolean isDigits(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (value.charAt(i) < '0' || value.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  /** Printable Latin-1; carriers map the rest as they like. */
  private static boolean isAddress(String value) {
    if (value.length() > ADDRESS_OCTETS_MAX) {
      return false;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < ' ' || c > 0xFF) {
        return false;
      }
    }
    return true;
  }
}
