package io.strowger.sip.call;

import static io.strowger.sip.call.Disposition.BUSY;
import static io.strowger.sip.call.Disposition.CONFIGURATION_FAULT;
import static io.strowger.sip.call.Disposition.NO_ANSWER;
import static io.strowger.sip.call.Disposition.NUMBER_DOES_NOT_EXIST;
import static io.strowger.sip.call.Disposition.RETRY_OTHER_TRUNK;
import static io.strowger.sip.call.Disposition.USER_SAID_NO;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cause values of ITU-T Q.850 table 1, as they come in Reason headers (RFC 3326). Where a cause
 * says more than the code it came with, it decides; one without a disposition leaves it to the
 * code.
 */
public enum Q850Cause {
  UNALLOCATED_NUMBER(1, NUMBER_DOES_NOT_EXIST, "unallocated number"),
  NO_ROUTE_TO_TRANSIT_NETWORK(2, RETRY_OTHER_TRUNK, "no route to transit network"),
  NO_ROUTE_TO_DESTINATION(3, RETRY_OTHER_TRUNK, "no route to destination"),
  SEND_SPECIAL_INFORMATION_TONE(4, NUMBER_DOES_NOT_EXIST, "special information tone"),
  MISDIALLED_TRUNK_PREFIX(5, CONFIGURATION_FAULT, "misdialled trunk prefix"),
  CHANNEL_UNACCEPTABLE(6, RETRY_OTHER_TRUNK, "channel unacceptable"),
  QOR_PORTED_NUMBER(14, RETRY_OTHER_TRUNK, "ported number"),
  NORMAL_CLEARING(16, null, "normal call clearing"),
  USER_BUSY(17, BUSY, "user busy"),
  NO_USER_RESPONDING(18, NO_ANSWER, "no user responding"),
  NO_ANSWER_FROM_USER(19, NO_ANSWER, "no answer from user"),
  SUBSCRIBER_ABSENT(20, NO_ANSWER, "subscriber absent"),
  CALL_REJECTED(21, USER_SAID_NO, "call rejected"),
  NUMBER_CHANGED(22, NUMBER_DOES_NOT_EXIST, "number changed"),
  REDIRECTION_TO_NEW_DESTINATION(23, RETRY_OTHER_TRUNK, "redirection to new destination"),
  EXCHANGE_ROUTING_ERROR(25, RETRY_OTHER_TRUNK, "exchange routing error"),
  NON_SELECTED_USER_CLEARING(26, NO_ANSWER, "non-selected user clearing"),
  DESTINATION_OUT_OF_ORDER(27, NO_ANSWER, "destination out of order"),
  INVALID_NUMBER_FORMAT(28, NUMBER_DOES_NOT_EXIST, "invalid number format"),
  FACILITY_REJECTED(29, RETRY_OTHER_TRUNK, "facility rejected"),
  RESPONSE_TO_STATUS_ENQUIRY(30, null, "response to status enquiry"),
  NORMAL_UNSPECIFIED(31, null, "normal, unspecified"),
  NO_CIRCUIT_AVAILABLE(34, RETRY_OTHER_TRUNK, "no circuit available"),
  NETWORK_OUT_OF_ORDER(38, RETRY_OTHER_TRUNK, "network out of order"),
  TEMPORARY_FAILURE(41, RETRY_OTHER_TRUNK, "temporary failure"),
  SWITCHING_EQUIPMENT_CONGESTION(42, RETRY_OTHER_TRUNK, "switching equipment congestion"),
  ACCESS_INFORMATION_DISCARDED(43, RETRY_OTHER_TRUNK, "access information discarded"),
  REQUESTED_CIRCUIT_NOT_AVAILABLE(44, RETRY_OTHER_TRUNK, "requested circuit not available"),
  RESOURCE_UNAVAILABLE(47, RETRY_OTHER_TRUNK, "resource unavailable"),
  QUALITY_OF_SERVICE_UNAVAILABLE(49, RETRY_OTHER_TRUNK, "quality of service unavailable"),
  FACILITY_NOT_SUBSCRIBED(50, CONFIGURATION_FAULT, "facility not subscribed"),
  OUTGOING_CALLS_BARRED(53, CONFIGURATION_FAULT, "outgoing calls barred within CUG"),
  INCOMING_CALLS_BARRED(55, RETRY_OTHER_TRUNK, "incoming calls barred within CUG"),
  BEARER_CAPABILITY_NOT_AUTHORIZED(57, CONFIGURATION_FAULT, "bearer capability not authorized"),
  BEARER_CAPABILITY_NOT_AVAILABLE(58, RETRY_OTHER_TRUNK, "bearer capability not available"),
  SERVICE_NOT_AVAILABLE(63, RETRY_OTHER_TRUNK, "service or option not available"),
  BEARER_CAPABILITY_NOT_IMPLEMENTED(65, CONFIGURATION_FAULT, "bearer capability not implemented"),
  FACILITY_NOT_IMPLEMENTED(69, RETRY_OTHER_TRUNK, "facility not implemented"),
  RESTRICTED_DIGITAL_ONLY(70, CONFIGURATION_FAULT, "only restricted digital information"),
  SERVICE_NOT_IMPLEMENTED(79, RETRY_OTHER_TRUNK, "service or option not implemented"),
  INVALID_CALL_REFERENCE(81, RETRY_OTHER_TRUNK, "invalid call reference"),
  USER_NOT_MEMBER_OF_CUG(87, CONFIGURATION_FAULT, "user not member of CUG"),
  INCOMPATIBLE_DESTINATION(88, NUMBER_DOES_NOT_EXIST, "incompatible destination"),
  INVALID_TRANSIT_NETWORK(91, RETRY_OTHER_TRUNK, "invalid transit network selection"),
  INVALID_MESSAGE(95, RETRY_OTHER_TRUNK, "invalid message"),
  MANDATORY_ELEMENT_MISSING(96, RETRY_OTHER_TRUNK, "mandatory information element missing"),
  MESSAGE_TYPE_NOT_IMPLEMENTED(97, RETRY_OTHER_TRUNK, "message type not implemented"),
  MESSAGE_NOT_COMPATIBLE(98, RETRY_OTHER_TRUNK, "message not compatible with call state"),
  ELEMENT_NOT_IMPLEMENTED(99, RETRY_OTHER_TRUNK, "information element not implemented"),
  INVALID_ELEMENT_CONTENTS(100, RETRY_OTHER_TRUNK, "invalid information element contents"),
  MESSAGE_NOT_COMPATIBLE_WITH_STATE(101, RETRY_OTHER_TRUNK, "message not compatible with state"),
  RECOVERY_ON_TIMER_EXPIRY(102, RETRY_OTHER_TRUNK, "recovery on timer expiry"),
  PARAMETER_NOT_IMPLEMENTED(103, RETRY_OTHER_TRUNK, "parameter not implemented"),
  PARAMETER_UNRECOGNIZED(110, RETRY_OTHER_TRUNK, "message with unrecognized parameter"),
  PROTOCOL_ERROR(111, RETRY_OTHER_TRUNK, "protocol error"),
  INTERWORKING(127, null, "interworking, unspecified");

  private static final Map<Integer, Q850Cause> BY_VALUE = byValue();

  private final int value;
  private final @Nullable Disposition disposition;
  private final String text;

  Q850Cause(int value, @Nullable Disposition disposition, String text) {
    this.value = value;
    this.disposition = disposition;
    this.text = text;
  }

  /** Null for a value that is not set aside. */
  public static @Nullable Q850Cause of(int value) {
    return BY_VALUE.get(value);
  }

  public int value() {
    return value;
  }

  /** Null where the cause says nothing of its own. */
  public @Nullable Disposition disposition() {
    return disposition;
  }

  /** For operators. */
  public String text() {
    return text;
  }

  private static Map<Integer, Q850Cause> byValue() {
    Map<Integer, Q850Cause> map = new HashMap<>();
    for (Q850Cause cause : values()) {
      map.put(cause.value, cause);
    }
    return Map.copyOf(map);
  }
}
