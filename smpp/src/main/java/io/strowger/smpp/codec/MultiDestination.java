package io.strowger.smpp.codec;

/** One dest_address of a submit_multi (SMPP 3.4 section 4.5.1.1). */
public sealed interface MultiDestination {

  /** dest_flag 1. */
  record Sme(Address address) implements MultiDestination {}

  /** dest_flag 2: a list kept at the SMSC. */
  record DistributionList(String name) implements MultiDestination {}
}
