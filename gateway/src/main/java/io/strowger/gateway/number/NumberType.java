package io.strowger.gateway.number;

/** What kind of line a number belongs to, by its country's numbering plan. */
public enum NumberType {
  MOBILE,
  FIXED_LINE,
  /** The plan does not tell them apart, as in North America. */
  FIXED_LINE_OR_MOBILE,
  TOLL_FREE,
  PREMIUM_RATE,
  SHARED_COST,
  VOIP,
  PERSONAL,
  PAGER,
  COMPANY,
  VOICEMAIL,
  /** Not in a range that is known to be assigned; may be a new one. */
  UNKNOWN
}
