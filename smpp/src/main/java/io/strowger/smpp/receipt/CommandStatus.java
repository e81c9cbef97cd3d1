package io.strowger.smpp.receipt;

import static io.strowger.smpp.receipt.Disposition.CONFIGURATION_FAULT;
import static io.strowger.smpp.receipt.Disposition.OTHER_ROUTE;
import static io.strowger.smpp.receipt.Disposition.PERMANENT_FOR_NUMBER;
import static io.strowger.smpp.receipt.Disposition.RETRY_SAME_ROUTE;
import static io.strowger.smpp.receipt.Disposition.THROTTLE;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every command_status of SMPP 3.4 (section 5.1.3) and of SMPP 5.0 (section 4.7.6), and what it
 * means for the message, or the bind, that met it. The only place where a command_status is
 * compared.
 */
public enum CommandStatus {
  /** Success; never a refusal, so its disposition is not asked. */
  ESME_ROK(0x00, RETRY_SAME_ROUTE, "no error"),

  // The shape of what we send: this carrier will refuse the next one too.
  ESME_RINVMSGLEN(0x01, CONFIGURATION_FAULT, "message length not accepted"),
  ESME_RINVCMDLEN(0x02, CONFIGURATION_FAULT, "PDU length not accepted"),
  ESME_RINVCMDID(0x03, CONFIGURATION_FAULT, "command not known to the carrier"),
  // A carrier that lost our bind says so this way: the link is re-bound meanwhile.
  ESME_RINVBNDSTS(0x04, OTHER_ROUTE, "not possible on this kind of bind"),
  ESME_RALYBND(0x05, CONFIGURATION_FAULT, "already bound, or too many binds"),
  ESME_RINVPRTFLG(0x06, CONFIGURATION_FAULT, "priority flag not accepted"),
  ESME_RINVREGDLVFLG(0x07, CONFIGURATION_FAULT, "registered_delivery not accepted"),
  ESME_RSYSERR(0x08, RETRY_SAME_ROUTE, "system error at the carrier"),
  ESME_RINVSRCADR(0x0A, CONFIGURATION_FAULT, "sender not accepted"),
  ESME_RINVDSTADR(0x0B, PERMANENT_FOR_NUMBER, "destination number not valid"),
  ESME_RINVMSGID(0x0C, OTHER_ROUTE, "message id not known to the carrier"),
  // Also said by carriers that are starting or overloaded, so binding is tried again.
  ESME_RBINDFAIL(0x0D, RETRY_SAME_ROUTE, "bind failed"),
  ESME_RINVPASWD(0x0E, CONFIGURATION_FAULT, "wrong password"),
  ESME_RINVSYSID(0x0F, CONFIGURATION_FAULT, "system_id not known"),
  ESME_RCANCELFAIL(0x11, OTHER_ROUTE, "cancel_sm failed"),
  ESME_RREPLACEFAIL(0x13, OTHER_ROUTE, "replace_sm failed"),
  // The carrier's queue for us is full: slower helps, as with ESME_RTHROTTLED.
  ESME_RMSGQFUL(0x14, THROTTLE, "message queue full"),
  ESME_RINVSERTYP(0x15, CONFIGURATION_FAULT, "service_type not accepted"),
  ESME_RINVNUMDESTS(0x33, CONFIGURATION_FAULT, "number of destinations not accepted"),
  ESME_RINVDLNAME(0x34, CONFIGURATION_FAULT, "distribution list not known"),
  ESME_RINVDESTFLAG(0x40, CONFIGURATION_FAULT, "destination flag not accepted"),
  ESME_RINVSUBREP(0x42, CONFIGURATION_FAULT, "submit with replace not accepted"),
  ESME_RINVESMCLASS(0x43, CONFIGURATION_FAULT, "esm_class not accepted"),
  ESME_RCNTSUBDL(0x44, CONFIGURATION_FAULT, "cannot submit to distribution list"),
  ESME_RSUBMITFAIL(0x45, OTHER_ROUTE, "submit_sm failed"),
  ESME_RINVSRCTON(0x48, CONFIGURATION_FAULT, "source TON not accepted"),
  ESME_RINVSRCNPI(0x49, CONFIGURATION_FAULT, "source NPI not accepted"),
  ESME_RINVDSTTON(0x50, CONFIGURATION_FAULT, "destination TON not accepted"),
  ESME_RINVDSTNPI(0x51, CONFIGURATION_FAULT, "destination NPI not accepted"),
  ESME_RINVSYSTYP(0x53, CONFIGURATION_FAULT, "system_type not accepted"),
  ESME_RINVREPFLAG(0x54, CONFIGURATION_FAULT, "replace_if_present_flag not accepted"),
  ESME_RINVNUMMSGS(0x55, CONFIGURATION_FAULT, "number of messages not accepted"),
  ESME_RTHROTTLED(0x58, THROTTLE, "throttled: over the agreed rate"),
  ESME_RINVSCHED(0x61, CONFIGURATION_FAULT, "schedule_delivery_time not accepted"),
  ESME_RINVEXPIRY(0x62, CONFIGURATION_FAULT, "validity_period not accepted"),
  ESME_RINVDFTMSGID(0x63, CONFIGURATION_FAULT, "predefined message not known"),
  ESME_RX_T_APPN(0x64, RETRY_SAME_ROUTE, "temporary application error"),
  ESME_RX_P_APPN(0x65, OTHER_ROUTE, "permanent application error"),
  ESME_RX_R_APPN(0x66, OTHER_ROUTE, "rejected by the application"),
  ESME_RQUERYFAIL(0x67, OTHER_ROUTE, "query_sm failed"),
  ESME_RINVOPTPARSTREAM(0xC0, CONFIGURATION_FAULT, "optional parameters not readable"),
  ESME_ROPTPARNOTALLWD(0xC1, CONFIGURATION_FAULT, "optional parameter not allowed"),
  ESME_RINVPARLEN(0xC2, CONFIGURATION_FAULT, "parameter length not accepted"),
  ESME_RMISSINGOPTPARAM(0xC3, CONFIGURATION_FAULT, "expected optional parameter missing"),
  ESME_RINVOPTPARAMVAL(0xC4, CONFIGURATION_FAULT, "optional parameter value not accepted"),
  ESME_RDELIVERYFAILURE(0xFE, OTHER_ROUTE, "delivery failed"),
  ESME_RUNKNOWNERR(0xFF, OTHER_ROUTE, "unknown error at the carrier"),

  // Since SMPP 5.0.
  ESME_RSERTYPUNAUTH(0x100, CONFIGURATION_FAULT, "not authorised for this service_type"),
  ESME_RPROHIBITED(0x101, CONFIGURATION_FAULT, "prohibited for this account"),
  ESME_RSERTYPUNAVAIL(0x102, OTHER_ROUTE, "service_type not available now"),
  ESME_RSERTYPDENIED(0x103, CONFIGURATION_FAULT, "service_type denied"),
  ESME_RINVDCS(0x104, CONFIGURATION_FAULT, "data_coding not accepted"),
  ESME_RINVSRCADDRSUBUNIT(0x105, CONFIGURATION_FAULT, "source subunit not accepted"),
  ESME_RINVDSTADDRSUBUNIT(0x106, CONFIGURATION_FAULT, "destination subunit not accepted"),
  ESME_RINVBCASTFREQINT(0x107, CONFIGURATION_FAULT, "broadcast interval not accepted"),
  ESME_RINVBCASTALIAS_NAME(0x108, CONFIGURATION_FAULT, "broadcast alias not accepted"),
  ESME_RINVBCASTAREAFMT(0x109, CONFIGURATION_FAULT, "broadcast area format not accepted"),
  ESME_RINVNUMBCAST_AREAS(0x10A, CONFIGURATION_FAULT, "number of areas not accepted"),
  ESME_RINVBCASTCNTTYPE(0x10B, CONFIGURATION_FAULT, "broadcast content not accepted"),
  ESME_RINVBCASTMSGCLASS(0x10C, CONFIGURATION_FAULT, "broadcast class not accepted"),
  ESME_RBCASTFAIL(0x10D, OTHER_ROUTE, "broadcast failed"),
  ESME_RBCASTQUERYFAIL(0x10E, OTHER_ROUTE, "broadcast query failed"),
  ESME_RBCASTCANCELFAIL(0x10F, OTHER_ROUTE, "broadcast cancel failed"),
  ESME_RINVBCAST_REP(0x110, CONFIGURATION_FAULT, "broadcast repetitions not accepted"),
  ESME_RINVBCASTSRVGRP(0x111, CONFIGURATION_FAULT, "broadcast group not accepted"),
  ESME_RINVBCASTCHANIND(0x112, CONFIGURATION_FAULT, "broadcast channel not accepted");

  /** Set aside for each SMSC's vendor (SMPP 3.4 section 5.1.3): unknown, so another route. */
  private static final int VENDOR_FIRST = 0x400;

  private static final int VENDOR_LAST = 0x4FF;

  private static final Map<Integer, CommandStatus> BY_VALUE = byValue();

  private final int value;
  private final Disposition disposition;
  private final String text;

  CommandStatus(int value, Disposition disposition, String text) {
    this.value = value;
    this.disposition = disposition;
    this.text = text;
  }

  public int value() {
    return value;
  }

  /** The status with this value; null for reserved and vendor's own values. */
  public static @Nullable CommandStatus of(int value) {
    return BY_VALUE.get(value);
  }

  /** Reads any command_status but 0; the carrier's own meaning goes before the common one. */
  public static Reading read(int value, CodeOverrides overrides) {
    CommandStatus known = BY_VALUE.get(value);
    Disposition own = overrides.commandStatus().get(value);
    Disposition common = known == null ? OTHER_ROUTE : known.disposition;
    return new Reading(code(value), text(value, known), own == null ? common : own, false);
  }

  private static String text(int value, @Nullable CommandStatus known) {
    if (known != null) {
      return known.name() + ", " + known.text;
    }
    return value >= VENDOR_FIRST && value <= VENDOR_LAST
        ? "an error of the carrier's own"
        : "a reserved error code";
  }

  private static String code(int value) {
    return String.format("smpp:0x%08X", value);
  }

  private static Map<Integer, CommandStatus> byValue() {
    Map<Integer, CommandStatus> map = new HashMap<>();
    for (CommandStatus status : values()) {
      map.put(status.value, status);
    }
    return Map.copyOf(map);
  }
}
