package io.strowger.gateway.verification;

import io.strowger.gateway.message.Secret;

/**
 * What is to be sent for a verification.
 *
 * @param spec says to whom, how, and for which account
 * @param ttlMillis at least 1 000, and never beyond the verification's own end
 */
public record CodeMessage(VerificationSpec spec, Secret text, Secret code, long ttlMillis) {}
