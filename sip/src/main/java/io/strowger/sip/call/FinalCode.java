package io.strowger.sip.call;

import static io.strowger.sip.call.Disposition.BUSY;
import static io.strowger.sip.call.Disposition.CONFIGURATION_FAULT;
import static io.strowger.sip.call.Disposition.NO_ANSWER;
import static io.strowger.sip.call.Disposition.NUMBER_DOES_NOT_EXIST;
import static io.strowger.sip.call.Disposition.RETRY_OTHER_TRUNK;
import static io.strowger.sip.call.Disposition.USER_SAID_NO;
import static io.strowger.sip.call.FinalCode.Wait.CALL;
import static io.strowger.sip.call.FinalCode.Wait.NOTHING;
import static io.strowger.sip.call.FinalCode.Wait.TRUNK;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every final code an INVITE may meet (RFC 3261 section 21 and the IANA registry), and what it
 * means. The only place where a code is judged; how a 401, 407, 422 or 3xx is answered first is
 * {@link CallSession}'s.
 */
public enum FinalCode {
  MULTIPLE_CHOICES(300, RETRY_OTHER_TRUNK, NOTHING, "redirected, which was not followed"),
  MOVED_PERMANENTLY(301, RETRY_OTHER_TRUNK, NOTHING, "redirected, which was not followed"),
  MOVED_TEMPORARILY(302, RETRY_OTHER_TRUNK, NOTHING, "redirected, which was not followed"),
  USE_PROXY(305, CONFIGURATION_FAULT, NOTHING, "to be called through another proxy"),
  ALTERNATIVE_SERVICE(380, RETRY_OTHER_TRUNK, NOTHING, "another service is offered instead"),

  BAD_REQUEST(400, CONFIGURATION_FAULT, NOTHING, "request not understood"),
  UNAUTHORIZED(401, CONFIGURATION_FAULT, NOTHING, "credentials refused"),
  PAYMENT_REQUIRED(402, CONFIGURATION_FAULT, NOTHING, "payment required"),
  FORBIDDEN(403, CONFIGURATION_FAULT, NOTHING, "forbidden for us"),
  NOT_FOUND(404, NUMBER_DOES_NOT_EXIST, CALL, "number not found"),
  METHOD_NOT_ALLOWED(405, CONFIGURATION_FAULT, NOTHING, "INVITE not allowed"),
  NOT_ACCEPTABLE(406, CONFIGURATION_FAULT, NOTHING, "not acceptable"),
  PROXY_AUTHENTICATION_REQUIRED(407, CONFIGURATION_FAULT, NOTHING, "credentials refused"),
  // From a gateway that reached nobody in time. After ringing it is read as no answer.
  REQUEST_TIMEOUT(408, RETRY_OTHER_TRUNK, NOTHING, "no answer from behind the trunk"),
  GONE(410, NUMBER_DOES_NOT_EXIST, NOTHING, "number no longer in use"),
  CONDITIONAL_REQUEST_FAILED(412, CONFIGURATION_FAULT, NOTHING, "condition not met"),
  REQUEST_ENTITY_TOO_LARGE(413, CONFIGURATION_FAULT, CALL, "request too large"),
  REQUEST_URI_TOO_LONG(414, CONFIGURATION_FAULT, NOTHING, "request URI too long"),
  UNSUPPORTED_MEDIA_TYPE(415, CONFIGURATION_FAULT, NOTHING, "session description not supported"),
  UNSUPPORTED_URI_SCHEME(416, CONFIGURATION_FAULT, NOTHING, "scheme of the URI not supported"),
  UNKNOWN_RESOURCE_PRIORITY(417, CONFIGURATION_FAULT, NOTHING, "priority not known"),
  BAD_EXTENSION(420, CONFIGURATION_FAULT, NOTHING, "extension not supported"),
  EXTENSION_REQUIRED(421, CONFIGURATION_FAULT, NOTHING, "an extension is required"),
  SESSION_INTERVAL_TOO_SMALL(422, CONFIGURATION_FAULT, NOTHING, "session interval too small"),
  INTERVAL_TOO_BRIEF(423, CONFIGURATION_FAULT, NOTHING, "interval too brief"),
  USE_IDENTITY_HEADER(428, CONFIGURATION_FAULT, NOTHING, "a signed identity is required"),
  FLOW_FAILED(430, RETRY_OTHER_TRUNK, NOTHING, "the flow to the next hop failed"),
  ANONYMITY_DISALLOWED(433, CONFIGURATION_FAULT, NOTHING, "caller id must not be withheld"),
  BAD_IDENTITY_INFO(436, CONFIGURATION_FAULT, NOTHING, "signed identity not readable"),
  UNSUPPORTED_CREDENTIAL(437, CONFIGURATION_FAULT, NOTHING, "signed identity not accepted"),
  INVALID_IDENTITY_HEADER(438, CONFIGURATION_FAULT, NOTHING, "signed identity not valid"),
  MAX_BREADTH_EXCEEDED(440, RETRY_OTHER_TRUNK, NOTHING, "too many branches"),
  TEMPORARILY_UNAVAILABLE(480, NO_ANSWER, CALL, "handset cannot be reached now"),
  CALL_DOES_NOT_EXIST(481, RETRY_OTHER_TRUNK, NOTHING, "the trunk has lost the call"),
  LOOP_DETECTED(482, RETRY_OTHER_TRUNK, NOTHING, "a loop in the network"),
  TOO_MANY_HOPS(483, RETRY_OTHER_TRUNK, NOTHING, "too many hops in the network"),
  ADDRESS_INCOMPLETE(484, NUMBER_DOES_NOT_EXIST, NOTHING, "number incomplete"),
  AMBIGUOUS(485, NUMBER_DOES_NOT_EXIST, NOTHING, "number ambiguous"),
  BUSY_HERE(486, BUSY, CALL, "busy"),
  REQUEST_TERMINATED(487, NO_ANSWER, NOTHING, "ended before an answer"),
  NOT_ACCEPTABLE_HERE(488, CONFIGURATION_FAULT, NOTHING, "session description not acceptable"),
  BAD_EVENT(489, CONFIGURATION_FAULT, NOTHING, "event not known"),
  REQUEST_PENDING(491, RETRY_OTHER_TRUNK, NOTHING, "another request is pending"),
  UNDECIPHERABLE(493, CONFIGURATION_FAULT, NOTHING, "cannot be deciphered"),
  SECURITY_AGREEMENT_REQUIRED(494, CONFIGURATION_FAULT, NOTHING, "security agreement required"),

  SERVER_INTERNAL_ERROR(500, RETRY_OTHER_TRUNK, TRUNK, "error at the carrier"),
  NOT_IMPLEMENTED(501, CONFIGURATION_FAULT, NOTHING, "not implemented at the carrier"),
  BAD_GATEWAY(502, RETRY_OTHER_TRUNK, NOTHING, "bad answer from behind the trunk"),
  SERVICE_UNAVAILABLE(503, RETRY_OTHER_TRUNK, TRUNK, "carrier not available"),
  SERVER_TIMEOUT(504, RETRY_OTHER_TRUNK, NOTHING, "timeout behind the trunk"),
  VERSION_NOT_SUPPORTED(505, CONFIGURATION_FAULT, NOTHING, "SIP version not supported"),
  MESSAGE_TOO_LARGE(513, CONFIGURATION_FAULT, NOTHING, "message too large"),
  PUSH_NOTIFICATION_NOT_SUPPORTED(555, RETRY_OTHER_TRUNK, NOTHING, "push service not supported"),
  PRECONDITION_FAILURE(580, CONFIGURATION_FAULT, NOTHING, "precondition not met"),

  BUSY_EVERYWHERE(600, BUSY, CALL, "busy everywhere"),
  DECLINE(603, USER_SAID_NO, CALL, "declined"),
  DOES_NOT_EXIST_ANYWHERE(604, NUMBER_DOES_NOT_EXIST, NOTHING, "number exists nowhere"),
  NOT_ACCEPTABLE_ANYWHERE(606, CONFIGURATION_FAULT, NOTHING, "not acceptable anywhere"),
  UNWANTED(607, USER_SAID_NO, NOTHING, "unwanted by the user"),
  // RFC 8688: an analytics engine took us for a nuisance, and says whom to complain to.
  REJECTED(608, CONFIGURATION_FAULT, NOTHING, "rejected as a nuisance by the network");

  /** What a Retry-After on this code asks to wait. */
  public enum Wait {
    NOTHING,
    /** Calls to this number. */
    CALL,
    /** The whole trunk (RFC 3261 section 21.5.4). */
    TRUNK
  }

  private static final Map<Integer, FinalCode> BY_STATUS = byStatus();

  private final int status;
  private final Disposition disposition;
  private final Wait wait;
  private final String text;

  FinalCode(int status, Disposition disposition, Wait wait, String text) {
    this.status = status;
    this.disposition = disposition;
    this.wait = wait;
    this.text = text;
  }

  /** Null for a code that no standard knows. */
  public static @Nullable FinalCode of(int status) {
    return BY_STATUS.get(status);
  }

  /** Whether it says that credentials are wanted, or were not good. */
  public static boolean isAboutCredentials(int status) {
    return status == UNAUTHORIZED.status || status == PROXY_AUTHENTICATION_REQUIRED.status;
  }

  /**
   * Whether a REGISTER that ends with it was refused for good: asking again alone does not mend it.
   */
  public static boolean refusesRegistration(int status) {
    return switch (dispositionOf(status)) {
      case CONFIGURATION_FAULT, NUMBER_DOES_NOT_EXIST, USER_SAID_NO -> true;
      default -> false;
    };
  }

  /** An unknown code counts as the first of its class (RFC 3261 section 8.1.3.2). */
  static Disposition dispositionOf(int status) {
    FinalCode code = BY_STATUS.get(status);
    if (code != null) {
      return code.disposition;
    }
    return switch (status / 100) {
      case 4 -> CONFIGURATION_FAULT;
      case 6 -> BUSY;
      default -> RETRY_OTHER_TRUNK;
    };
  }

  static String textOf(int status) {
    FinalCode code = BY_STATUS.get(status);
    return code == null ? "a code that no standard knows" : code.text;
  }

  static Wait waitOf(int status) {
    FinalCode code = BY_STATUS.get(status);
    return code == null ? NOTHING : code.wait;
  }

  public int status() {
    return status;
  }

  public Disposition disposition() {
    return disposition;
  }

  public Wait retryAfter() {
    return wait;
  }

  /** For operators. */
  public String text() {
    return text;
  }

  private static Map<Integer, FinalCode> byStatus() {
    Map<Integer, FinalCode> map = new HashMap<>();
    for (FinalCode code : values()) {
      map.put(code.status, code);
    }
    return Map.copyOf(map);
  }
}
