package io.strowger.smpp.receipt;

import static io.strowger.smpp.receipt.Disposition.OTHER_ROUTE;
import static io.strowger.smpp.receipt.Disposition.PERMANENT_FOR_NUMBER;
import static io.strowger.smpp.receipt.Disposition.RETRY_SAME_ROUTE;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The errors of MAP (GSM 09.02), as carriers put them into network_error_code and mostly into
 * {@code err}. The only place where such a code is compared.
 */
public enum ReceiptError {
  // These speak of the subscriber or the handset, and so prove that the route reaches the network.
  UNKNOWN_SUBSCRIBER(1, PERMANENT_FOR_NUMBER, true, "unknown subscriber"),
  UNIDENTIFIED_SUBSCRIBER(5, OTHER_ROUTE, true, "unidentified subscriber"),
  ABSENT_SUBSCRIBER_SM(6, RETRY_SAME_ROUTE, true, "absent subscriber"),
  ILLEGAL_SUBSCRIBER(9, PERMANENT_FOR_NUMBER, true, "illegal subscriber"),
  BEARER_SERVICE_NOT_PROVISIONED(10, PERMANENT_FOR_NUMBER, true, "SMS not provisioned"),
  TELESERVICE_NOT_PROVISIONED(11, PERMANENT_FOR_NUMBER, true, "SMS not provisioned"),
  ILLEGAL_EQUIPMENT(12, PERMANENT_FOR_NUMBER, true, "illegal equipment"),
  CALL_BARRED(13, PERMANENT_FOR_NUMBER, true, "subscriber barred"),
  ABSENT_SUBSCRIBER(27, RETRY_SAME_ROUTE, true, "absent subscriber"),
  SUBSCRIBER_BUSY_FOR_MT_SMS(31, RETRY_SAME_ROUTE, true, "subscriber busy"),
  SM_DELIVERY_FAILURE(32, RETRY_SAME_ROUTE, true, "handset refused, perhaps its memory is full"),
  MESSAGE_WAITING_LIST_FULL(33, RETRY_SAME_ROUTE, true, "message waiting list full"),

  // These speak of the network between the carrier and the handset.
  FACILITY_NOT_SUPPORTED(21, OTHER_ROUTE, false, "facility not supported"),
  SYSTEM_FAILURE(34, OTHER_ROUTE, false, "system failure in the network"),
  DATA_MISSING(35, OTHER_ROUTE, false, "data missing"),
  UNEXPECTED_DATA_VALUE(36, OTHER_ROUTE, false, "unexpected data value");

  private static final Map<Integer, ReceiptError> BY_CODE =
      Stream.of(values()).collect(Collectors.toUnmodifiableMap(ReceiptError::code, e -> e));

  private static final int CODE_DIGITS_MAX = 5;

  private final int code;
  private final Disposition disposition;
  private final boolean provesRoute;
  private final String text;

  ReceiptError(int code, Disposition disposition, boolean provesRoute, String text) {
    this.code = code;
    this.disposition = disposition;
    this.provesRoute = provesRoute;
    this.text = text;
  }

  public int code() {
    return code;
  }

  /**
   * Reads a receipt that says the part did not arrive. The carrier's own meaning of {@code err}
   * goes first, then network_error_code, which names its network, then {@code err}, then the state
   * alone.
   */
  public static Reading read(Receipt receipt, CodeOverrides overrides) {
    Reading common = common(receipt);
    Disposition own = own(receipt.error(), overrides);
    return own == null
        ? common
        : new Reading(common.code(), common.text(), own, common.provesRoute());
  }

  private static Reading common(Receipt receipt) {
    NetworkError network = receipt.networkError();
    if (network != null && network.type() == NetworkError.SMPP && network.code() != 0) {
      Reading status = CommandStatus.read(network.code(), CodeOverrides.NONE);
      String text = words(receipt.state()) + ": " + status.text();
      return new Reading(code(receipt), text, status.disposition(), false);
    }
    ReceiptError known = known(receipt);
    if (known == null) {
      return new Reading(code(receipt), words(receipt.state()), OTHER_ROUTE, false);
    }
    String text = words(receipt.state()) + ": " + known.text;
    return new Reading(code(receipt), text, known.disposition, known.provesRoute);
  }

  private static @Nullable ReceiptError known(Receipt receipt) {
    NetworkError network = receipt.networkError();
    if (network != null && network.type() == NetworkError.GSM) {
      ReceiptError named = BY_CODE.get(network.code());
      if (named != null) {
        return named;
      }
    }
    return switch (receipt.state()) {
      case UNDELIVERABLE, EXPIRED -> BY_CODE.get(number(receipt.error()));
      // Rejected or deleted before it came to the network: the code is one of the carrier's own.
      default -> null;
    };
  }

  private static @Nullable Disposition own(@Nullable String error, CodeOverrides overrides) {
    if (error == null || overrides.receiptError().isEmpty()) {
      return null;
    }
    Disposition exact = overrides.receiptError().get(error);
    return exact != null ? exact : overrides.receiptError().get(withoutLeadingZeros(error));
  }

  /** The decimal number, or 0. */
  private static int number(@Nullable String error) {
    if (error == null) {
      return 0;
    }
    String digits = withoutLeadingZeros(error);
    boolean decimal = digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return decimal && digits.length() <= CODE_DIGITS_MAX ? Integer.parseInt(digits) : 0;
  }

  private static String withoutLeadingZeros(String error) {
    int from = 0;
    while (from < error.length() - 1 && error.charAt(from) == '0') {
      from++;
    }
    return error.substring(from);
  }

  private static String code(Receipt receipt) {
    String code = "receipt:" + receipt.state().stat();
    NetworkError network = receipt.networkError();
    if (receipt.error() != null) {
      code += ":" + receipt.error();
    }
    return network == null ? code : code + ":" + network.type() + "/" + network.code();
  }

  private static String words(ReceiptState state) {
    return switch (state) {
      case EXPIRED -> "expired at the carrier";
      case DELETED -> "deleted at the carrier";
      case UNDELIVERABLE -> "not deliverable";
      case REJECTED -> "rejected by the carrier";
      case SKIPPED -> "skipped by the carrier";
      case UNKNOWN -> "the carrier lost track of it";
      case ENROUTE, ACCEPTED, DELIVERED -> "not an error";
    };
  }
}
