package io.strowger.smpp.server;

import io.strowger.smpp.codec.Address;
import io.strowger.smpp.codec.MultiDestination;
import io.strowger.smpp.codec.Pdu;
import io.strowger.smpp.codec.ShortMessage;
import io.strowger.smpp.codec.SmppTime;
import io.strowger.smpp.codec.Tlv;
import io.strowger.smpp.receipt.CommandStatus;
import io.strowger.smpp.text.DataCoding;
import io.strowger.smpp.text.PartAssembly;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads requests into what the application hears of, or says why they are refused. */
final class Intake {
  private static final int VERSION_5_0 = 0x50;
  private static final int ADDRESS_MAX = 20;
  private static final int SERVICE_TYPE_MAX = 5;

  /** Message type in esm_class (SMPP 3.4 section 5.2.12); a client submits only the default. */
  private static final int ESM_TYPE_BITS = 0x3C;

  private Intake() {}

  /** What became of a request. */
  sealed interface Taken {
    record In(Inbound inbound) implements Taken {}

    record Out(CommandStatus status) implements Taken {}
  }

  static Taken take(
      EsmeAccount account, BoundEsme esme, RequestRef ref, Pdu.Request request, long now) {
    return switch (request) {
      case Pdu.SubmitSm(_, ShortMessage message) ->
          submit(account, esme, ref, message, List.of(message.destination()), now);
      case Pdu.DataSm(_, ShortMessage message) ->
          submit(account, esme, ref, message, List.of(message.destination()), now);
      case Pdu.SubmitMulti multi -> multi(account, esme, ref, multi, now);
      case Pdu.QuerySm query ->
          new Taken.In(new Inbound.Query(esme, ref, query.messageId(), query.source()));
      case Pdu.CancelSm cancel ->
          new Taken.In(
              new Inbound.Cancel(
                  esme,
                  ref,
                  cancel.messageId(),
                  cancel.serviceType(),
                  cancel.source(),
                  cancel.destination()));
      case Pdu.ReplaceSm replace -> replace(esme, ref, replace, now);
      case Pdu.Bind _, Pdu.Unbind _, Pdu.Outbind _, Pdu.EnquireLink _, Pdu.DeliverSm _ ->
          new Taken.Out(CommandStatus.ESME_RINVCMDID);
    };
  }

  /** How many messages a request asks for. */
  static int weight(Pdu.Request request) {
    return request instanceof Pdu.SubmitMulti multi ? Math.max(1, multi.destinations().size()) : 1;
  }

  private static Taken multi(
      EsmeAccount account, BoundEsme esme, RequestRef ref, Pdu.SubmitMulti multi, long now) {
    if (multi.destinations().isEmpty()) {
      return new Taken.Out(CommandStatus.ESME_RINVNUMDESTS);
    }
    List<Address> addresses =
        multi.destinations().stream()
            .filter(MultiDestination.Sme.class::isInstance)
            .map(sme -> ((MultiDestination.Sme) sme).address())
            .toList();
    if (addresses.size() < multi.destinations().size()) {
      return new Taken.Out(CommandStatus.ESME_RCNTSUBDL);
    }
    return submit(account, esme, ref, multi.message(), addresses, now);
  }

  private static Taken submit(
      EsmeAccount account,
      BoundEsme esme,
      RequestRef ref,
      ShortMessage message,
      List<Address> destinations,
      long now) {
    CommandStatus refusal = refusal(esme, message, destinations);
    if (refusal != null) {
      return new Taken.Out(refusal);
    }
    SmppTime validity = validity(message, now);
    if (!(validity instanceof SmppTime.Absent)
        && !(validity instanceof SmppTime.At(long at) && at > now)) {
      return new Taken.Out(CommandStatus.ESME_RINVEXPIRY);
    }
    SmppTime schedule = SmppTime.read(message.scheduleDeliveryTime(), now);
    if (schedule instanceof SmppTime.Unreadable) {
      return new Taken.Out(CommandStatus.ESME_RINVSCHED);
    }
    ShortMessage read = readable(account, message, destinations);
    return switch (account.parts.accept(read, ref, now)) {
      case PartAssembly.Result.Full<RequestRef> _ -> new Taken.Out(CommandStatus.ESME_RMSGQFUL);
      case PartAssembly.Result.Waiting<RequestRef> _ ->
          new Taken.In(new Inbound.Part(esme, ref, read));
      case PartAssembly.Result.Whole<RequestRef> whole ->
          new Taken.In(
              new Inbound.Submit(
                  esme,
                  whole.tags(),
                  new InboundMessage(
                      message.serviceType(),
                      message.source(),
                      destinations,
                      whole.text(),
                      RegisteredDelivery.of(message.registeredDelivery()),
                      millis(validity),
                      later(schedule, now),
                      message.protocolId(),
                      message.priorityFlag(),
                      message.replaceIfPresentFlag() == 1,
                      userReference(message))));
    };
  }

  private static @Nullable CommandStatus refusal(
      BoundEsme esme, ShortMessage message, List<Address> destinations) {
    if ((message.esmClass() & ESM_TYPE_BITS) != 0) {
      return CommandStatus.ESME_RINVESMCLASS;
    }
    if (message.smDefaultMsgId() != 0) {
      return CommandStatus.ESME_RINVDFTMSGID;
    }
    if (message.serviceType().length() > SERVICE_TYPE_MAX) {
      return CommandStatus.ESME_RINVSERTYP;
    }
    if (message.source().value().length() > ADDRESS_MAX) {
      return CommandStatus.ESME_RINVSRCADR;
    }
    for (Address destination : destinations) {
      if (destination.value().isEmpty() || destination.value().length() > ADDRESS_MAX) {
        return CommandStatus.ESME_RINVDSTADR;
      }
    }
    if (!isText(message.dataCoding())) {
      // The status that says so exists only since SMPP 5.0.
      return esme.version() >= VERSION_5_0
          ? CommandStatus.ESME_RINVDCS
          : CommandStatus.ESME_RSUBMITFAIL;
    }
    // Which of the two would be the text? (SMPP 3.4 section 5.3.2.32)
    return message.shortMessage().length > 0 && message.tlv(Tlv.MESSAGE_PAYLOAD) != null
        ? CommandStatus.ESME_ROPTPARNOTALLWD
        : null;
  }

  /** GSM 03.38, ASCII, Latin-1 and UCS-2, also as GSM 03.38 section 4 writes them; not binary. */
  private static boolean isText(int dataCoding) {
    return switch (dataCoding) {
      case 0, 1, 3, 8 -> true;
      default ->
          switch (dataCoding & 0xF0) {
            case 0x10 -> (dataCoding >> 2 & 3) % 2 == 0;
            case 0xC0, 0xD0, 0xE0 -> true;
            case 0xF0 -> (dataCoding & 0x04) == 0;
            default -> false;
          };
    };
  }

  /** validity_period, or what data_sm has instead: qos_time_to_live in seconds. */
  private static SmppTime validity(ShortMessage message, long now) {
    Tlv seconds = message.tlv(Tlv.QOS_TIME_TO_LIVE);
    if (seconds == null || !message.validityPeriod().isEmpty()) {
      return SmppTime.read(message.validityPeriod(), now);
    }
    if (seconds.value().length != Integer.BYTES) {
      return new SmppTime.Unreadable("qos_time_to_live is not of four octets");
    }
    return new SmppTime.At(now + unsigned(seconds.value()) * 1000);
  }

  private static long unsigned(byte[] octets) {
    long value = 0;
    for (byte octet : octets) {
      value = (value << 8) | (octet & 0xFF);
    }
    return value;
  }

  private static long millis(SmppTime time) {
    return time instanceof SmppTime.At(long at) ? at : 0;
  }

  private static long later(SmppTime time, long now) {
    return time instanceof SmppTime.At(long at) && at > now ? at : 0;
  }

  private static @Nullable Integer userReference(ShortMessage message) {
    Tlv reference = message.tlv(Tlv.USER_MESSAGE_REFERENCE);
    return reference == null || reference.value().length > 2
        ? null
        : Integer.valueOf((int) unsigned(reference.value()));
  }

  /** The message with the coding its client means, and one destination that stands for all. */
  private static ShortMessage readable(
      EsmeAccount account, ShortMessage message, List<Address> destinations) {
    AccountTerms terms = account.terms;
    DataCoding coding = terms == null ? DataCoding.GSM_7BIT : terms.defaultCoding();
    boolean recode = message.dataCoding() == 0 && coding != DataCoding.GSM_7BIT;
    if (!recode && destinations.size() == 1 && !message.destination().value().isEmpty()) {
      return message;
    }
    return new ShortMessage(
        message.serviceType(),
        message.source(),
        destinations.size() == 1 ? destinations.getFirst() : all(destinations),
        message.esmClass(),
        message.protocolId(),
        message.priorityFlag(),
        message.scheduleDeliveryTime(),
        message.validityPeriod(),
        message.registeredDelivery(),
        message.replaceIfPresentFlag(),
        recode ? coding.value() : message.dataCoding(),
        message.smDefaultMsgId(),
        message.shortMessage(),
        message.tlvs());
  }

  private static Address all(List<Address> destinations) {
    return new Address(
        0, 0, destinations.stream().map(Address::value).collect(Collectors.joining(" ")));
  }

  private static Taken replace(BoundEsme esme, RequestRef ref, Pdu.ReplaceSm replace, long now) {
    if (replace.smDefaultMsgId() != 0) {
      return new Taken.Out(CommandStatus.ESME_RINVDFTMSGID);
    }
    SmppTime validity = SmppTime.read(replace.validityPeriod(), now);
    if (validity instanceof SmppTime.Unreadable
        || (validity instanceof SmppTime.At(long at) && at <= now)) {
      return new Taken.Out(CommandStatus.ESME_RINVEXPIRY);
    }
    SmppTime schedule = SmppTime.read(replace.scheduleDeliveryTime(), now);
    if (schedule instanceof SmppTime.Unreadable) {
      return new Taken.Out(CommandStatus.ESME_RINVSCHED);
    }
    byte[] octets = replace.shortMessage();
    for (Tlv tlv : replace.tlvs()) {
      if (tlv.tag() == Tlv.MESSAGE_PAYLOAD && octets.length == 0) {
        octets = tlv.value();
      }
    }
    return new Taken.In(
        new Inbound.Replace(
            esme,
            ref,
            replace.messageId(),
            replace.source(),
            octets,
            RegisteredDelivery.of(replace.registeredDelivery()),
            millis(validity),
            later(schedule, now)));
  }
}
