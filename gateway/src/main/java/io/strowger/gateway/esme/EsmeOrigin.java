package io.strowger.gateway.esme;

import io.strowger.gateway.message.Message;
import io.strowger.gateway.message.MessageId;
import io.strowger.gateway.message.Origin;
import io.strowger.smpp.codec.Address;
import io.strowger.smpp.receipt.ReceiptState;
import io.strowger.smpp.server.InboundMessage;
import io.strowger.smpp.server.RegisteredDelivery;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a receipt needs to know of the submit_sm that asked for it. Its written form is on disk.
 *
 * @param registeredDelivery the octet
 * @param shortIds the client is of SMPP 3.3, whose message ids have 8 characters
 * @param partIds ids under which parts were answered before the whole had one
 */
record EsmeOrigin(
    int registeredDelivery,
    boolean shortIds,
    String serviceType,
    Address source,
    Address destination,
    @Nullable Integer userReference,
    List<String> partIds) {
  static final String DOOR = "smpp";

  private static final String SEPARATOR = "\t";
  private static final int FIELDS = 9;
  private static final int FINAL_ALWAYS = 1;
  private static final int FINAL_ON_FAILURE = 2;
  private static final int FINAL_ON_SUCCESS = 3;
  private static final int INTERMEDIATE = 0x10;

  static EsmeOrigin of(
      InboundMessage message, Address destination, int version, EsmeParts.Whole parts) {
    return new EsmeOrigin(
        octet(message.registeredDelivery().or(parts.asked())),
        version < 0x34,
        message.serviceType(),
        message.source(),
        destination,
        message.userReference(),
        parts.names());
  }

  private static int octet(RegisteredDelivery wanted) {
    int last =
        switch (wanted.last()) {
          case NEVER -> 0;
          case ALWAYS -> FINAL_ALWAYS;
          case ON_FAILURE -> FINAL_ON_FAILURE;
          case ON_SUCCESS -> FINAL_ON_SUCCESS;
        };
    return wanted.intermediate() ? last | INTERMEDIATE : last;
  }

  /** Null when the message did not come by SMPP. */
  static @Nullable EsmeOrigin of(Message message) {
    Origin origin = message.spec().origin();
    if (origin == null || !origin.door().equals(DOOR)) {
      return null;
    }
    String[] fields = origin.data().split(SEPARATOR, -1);
    if (fields.length < FIELDS) {
      throw new IllegalArgumentException("an origin of " + fields.length + " fields");
    }
    List<String> parts = new ArrayList<>();
    for (int i = FIELDS; i < fields.length; i++) {
      parts.add(fields[i]);
    }
    return new EsmeOrigin(
        Integer.parseInt(fields[0]),
        fields[1].equals("s"),
        fields[2],
        new Address(Integer.parseInt(fields[3]), Integer.parseInt(fields[4]), fields[5]),
        new Address(Integer.parseInt(fields[6]), 1, fields[7]),
        fields[8].isEmpty() ? null : Integer.valueOf(fields[8]),
        List.copyOf(parts));
  }

  Origin toOrigin() {
    List<String> fields = new ArrayList<>();
    fields.add(Integer.toString(registeredDelivery));
    fields.add(shortIds ? "s" : "l");
    fields.add(plain(serviceType));
    fields.add(Integer.toString(source.ton()));
    fields.add(Integer.toString(source.npi()));
    fields.add(plain(source.value()));
    fields.add(Integer.toString(destination.ton()));
    fields.add(plain(destination.value()));
    fields.add(userReference == null ? "" : userReference.toString());
    fields.addAll(partIds);
    return new Origin(DOOR, String.join(SEPARATOR, fields));
  }

  /** The separator cannot be part of a field. */
  private static String plain(String field) {
    return field.replace(SEPARATOR, " ");
  }

  RegisteredDelivery wanted() {
    return RegisteredDelivery.of(registeredDelivery);
  }

  /** The id that the client was given. */
  String nameOf(MessageId id) {
    return nameOf(id, shortIds);
  }

  static String nameOf(MessageId id, boolean shortIds) {
    return shortIds ? "%08x".formatted((int) id.low()) : id.toString();
  }

  /** The state in SMPP's words. */
  static ReceiptState stateOf(Message message) {
    return switch (message.clientState()) {
      case "delivered" -> ReceiptState.DELIVERED;
      case "failed" -> ReceiptState.UNDELIVERABLE;
      case "expired" -> ReceiptState.EXPIRED;
      case "cancelled" -> ReceiptState.DELETED;
      case "accepted" -> ReceiptState.ACCEPTED;
      default -> ReceiptState.ENROUTE;
    };
  }
}
