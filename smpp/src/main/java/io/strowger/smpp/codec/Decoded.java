package io.strowger.smpp.codec;

/** What one frame turned out to be. */
public sealed interface Decoded permits Pdu, MalformedPdu {}
