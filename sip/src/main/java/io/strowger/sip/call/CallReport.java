package io.strowger.sip.call;

import org.jspecify.annotations.Nullable;

/**
 * The one report of a call.
 *
 * @param trunk null when it was refused before a trunk was chosen
 */
public record CallReport(
    String reference, @Nullable String trunk, CallOutcome outcome, CallEvidence evidence) {}
