package io.strowger.gateway.config;

import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.link.CarrierSettings;
import io.strowger.smpp.link.CarrierSettings.Bind;
import io.strowger.smpp.link.CarrierSettings.BindMode;
import io.strowger.smpp.link.CarrierSettings.Credential;
import io.strowger.smpp.link.CarrierSettings.Flow;
import io.strowger.smpp.link.CarrierSettings.PartReceipts;
import io.strowger.smpp.link.CarrierSettings.Profile;
import io.strowger.smpp.link.CarrierSettings.Timers;
import io.strowger.smpp.link.CarrierSettings.Validity;
import io.strowger.smpp.receipt.CodeOverrides;
import io.strowger.smpp.receipt.Disposition;
import io.strowger.smpp.receipt.IdFormat;
import io.strowger.smpp.text.Encoding;
import io.strowger.smpp.text.Segmentation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A carrier's {@code smpp} section. */
final class CarrierReader {
  private static final int SMPP_3_3 = 0x33;
  private static final int STANDARD_PASSWORD_MAX = 8;

  /** Parameters that the gateway writes itself, by the text it sends. */
  private static final Set<Integer> OWN_TAGS =
      Set.of(
          Tlv.MESSAGE_PAYLOAD,
          Tlv.SAR_MSG_REF_NUM,
          Tlv.SAR_TOTAL_SEGMENTS,
          Tlv.SAR_SEGMENT_SEQNUM,
          Tlv.RECEIPTED_MESSAGE_ID,
          Tlv.MESSAGE_STATE,
          Tlv.NETWORK_ERROR_CODE,
          Tlv.SC_INTERFACE_VERSION);

  CarrierSettings read(String id, Section smpp) {
    Bind bind = bind(smpp);
    Profile profile = profile(smpp);
    if (bind.interfaceVersion() == SMPP_3_3) {
      checkOldVersion(smpp, bind, profile);
    }
    return new CarrierSettings(
        id,
        bind,
        new Flow(smpp.integer("window"), smpp.number("messages-per-second"), smpp.integer("queue")),
        timers(smpp.section("timers")),
        profile,
        new LinkReader().read(id, smpp));
  }

  private static Bind bind(Section smpp) {
    String password = smpp.text("password");
    checkAscii(smpp, "system-id", smpp.text("system-id"));
    checkAscii(smpp, "system-type", smpp.text("system-type"));
    checkPassword(smpp, password);
    return new Bind(
        smpp.text("system-id"),
        password,
        smpp.text("system-type"),
        switch (smpp.text("interface-version")) {
          case "3.3" -> SMPP_3_3;
          case "5", "5.0" -> 0x50;
          default -> 0x34;
        },
        switch (smpp.text("bind")) {
          case "transmitter+receiver" -> BindMode.TRANSMITTER_AND_RECEIVER;
          case "transmitter" -> BindMode.TRANSMITTER;
          case "receiver" -> BindMode.RECEIVER;
          default -> BindMode.TRANSCEIVER;
        },
        smpp.text("address-range"),
        second(smpp));
  }

  private static @Nullable Credential second(Section smpp) {
    Section second = smpp.maybeSection("second-credential");
    if (second == null) {
      return null;
    }
    String systemId = second.has("system-id") ? second.text("system-id") : smpp.text("system-id");
    String password = second.text("password");
    checkAscii(second, "system-id", systemId);
    checkPassword(second, password);
    if (second.has("password")
        && systemId.equals(smpp.text("system-id"))
        && password.equals(smpp.text("password"))) {
      second.error("password", "is that of the first credential", "the other password");
    }
    return new Credential(systemId, password);
  }

  private static void checkPassword(Section section, String password) {
    checkAscii(section, "password", password);
    if (password.length() > STANDARD_PASSWORD_MAX) {
      section.warning("password", "longer than the 8 octets of the standard; it is sent as it is");
    }
  }

  private static void checkAscii(Section smpp, String key, String value) {
    if (!value.chars().allMatch(c -> c > 0 && c < 0x80)) {
      smpp.error(key, "holds characters that SMPP cannot carry here", "ASCII");
    }
  }

  private static Timers timers(Section timers) {
    Timers read =
        new Timers(
            timers.duration("connect"),
            timers.duration("bind"),
            timers.duration("enquire-link"),
            timers.duration("response"),
            timers.duration("inactivity"),
            timers.duration("reconnect-min"),
            timers.duration("reconnect-max"));
    if (timers.hasAll("enquire-link", "inactivity")
        && read.enquireLink().compareTo(read.inactivity()) >= 0) {
      timers.error("enquire-link", "must be shorter than inactivity, or idle links are closed");
    }
    if (timers.hasAll("reconnect-min", "reconnect-max")
        && read.reconnectMin().compareTo(read.reconnectMax()) > 0) {
      timers.error("reconnect-min", "must not be longer than reconnect-max");
    }
    return read;
  }

  private static Profile profile(Section smpp) {
    Section source = smpp.section("source");
    Section destination = smpp.section("destination");
    if (smpp.has("registered-delivery") && (smpp.integer("registered-delivery") & 3) == 0) {
      smpp.warning("registered-delivery", "asks for no receipts: nothing will count as delivered");
    }
    return new Profile(
        smpp.text("sender"),
        source.maybeInteger("ton"),
        source.maybeInteger("npi"),
        destination.integer("ton"),
        destination.integer("npi"),
        smpp.text("service-type"),
        smpp.integer("registered-delivery"),
        switch (smpp.text("segmentation")) {
          case "udh-16" -> Segmentation.UDH_16;
          case "sar" -> Segmentation.SAR_TLV;
          case "payload" -> Segmentation.MESSAGE_PAYLOAD;
          default -> Segmentation.UDH_8;
        },
        word(Validity.class, smpp.text("validity"), Validity.RELATIVE),
        word(Encoding.class, smpp.text("encoding"), Encoding.AUTO),
        tlvs(smpp),
        word(IdFormat.class, smpp.section("message-id").text("response"), IdFormat.AUTO),
        word(IdFormat.class, smpp.section("message-id").text("receipt"), IdFormat.AUTO),
        word(PartReceipts.class, smpp.text("receipts-for-parts"), PartReceipts.EVERY),
        smpp.flag("cancel"),
        overrides(smpp.section("errors")));
  }

  private static List<Tlv> tlvs(Section smpp) {
    Set<Integer> seen = new HashSet<>();
    return smpp.sections("tlvs").stream().map(tlv -> tlv(tlv, seen)).toList();
  }

  private static Tlv tlv(Section tlv, Set<Integer> seen) {
    int tag = tlv.integer("tag");
    if (OWN_TAGS.contains(tag)) {
      tlv.error("tag", "is written by the gateway itself, or has no place in a submit_sm");
    } else if (tlv.has("tag") && !seen.add(tag)) {
      tlv.error("tag", "given twice");
    }
    List<String> given = tlv.given("text", "c-string", "hex");
    if (given.size() != 1) {
      if (tlv.noneTold("text", "c-string", "hex")) {
        tlv.error("needs exactly one value: text, c-string or hex");
      }
      return new Tlv(tag, new byte[0]);
    }
    String value = tlv.text(given.getFirst());
    byte[] octets =
        switch (given.getFirst()) {
          case "hex" -> HexFormat.of().parseHex(value);
          case "text" -> value.getBytes(StandardCharsets.US_ASCII);
          default -> Arrays.copyOf(value.getBytes(StandardCharsets.US_ASCII), value.length() + 1);
        };
    return new Tlv(tag, octets);
  }

  private static CodeOverrides overrides(Section errors) {
    Map<Integer, Disposition> submit = new HashMap<>();
    Section bySubmit = errors.section("submit");
    bySubmit
        .entries()
        .forEach((code, disposition) -> {
          long number = Long.decode(code.startsWith("0x") ? code : withoutZeros(code));
          if (number > 0xFFFF_FFFFL || submit.containsKey((int) number)) {
            bySubmit.error(code, number > 0xFFFF_FFFFL ? "is too large" : "given twice");
          }
          submit.put((int) number, disposition(disposition));
        });
    Map<String, Disposition> receipt = new HashMap<>();
    errors
        .section("receipt")
        .entries()
        .forEach((code, disposition) -> receipt.put(code, disposition(disposition)));
    return new CodeOverrides(submit, receipt);
  }

  /** Long.decode would read a leading zero as octal. */
  private static String withoutZeros(String digits) {
    return digits.replaceFirst("^0+(?=.)", "");
  }

  private static Disposition disposition(String word) {
    return word(Disposition.class, word, Disposition.OTHER_ROUTE);
  }

  /** {@code auto-latin-1} to {@code AUTO_LATIN_1}; the schema has checked the word. */
  private static <E extends Enum<E>> E word(Class<E> type, String word, E fallback) {
    return word.isEmpty()
        ? fallback
        : Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** SMPP 3.3 knows neither transceivers nor optional parameters. */
  private static void checkOldVersion(Section smpp, Bind bind, Profile profile) {
    if (bind.mode() == BindMode.TRANSCEIVER && smpp.has("bind")) {
      smpp.error(
          "interface-version",
          "SMPP 3.3 has no transceiver bind",
          "3.4 or 5.0, or bind: transmitter+receiver");
    }
    boolean needsTlvs =
        profile.segmentation() == Segmentation.SAR_TLV
            || profile.segmentation() == Segmentation.MESSAGE_PAYLOAD;
    if (needsTlvs) {
      smpp.error("segmentation", "SMPP 3.3 has no optional parameters", "udh-8, udh-16");
    }
    if (!profile.extraTlvs().isEmpty()) {
      smpp.error("tlvs", "SMPP 3.3 has no optional parameters");
    }
  }
}
