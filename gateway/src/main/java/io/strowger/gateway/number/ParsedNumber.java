package io.strowger.gateway.number;

/** What {@link Numbering#parse} makes of a text. */
public sealed interface ParsedNumber permits PhoneNumber, InvalidNumber {}
