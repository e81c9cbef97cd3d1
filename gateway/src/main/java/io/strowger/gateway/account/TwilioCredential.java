package io.strowger.gateway.account;

import io.strowger.gateway.message.Secret;

/**
 * For clients of the Twilio Messages shape.
 *
 * @param authToken password of the requests, and key of the callbacks' signatures
 */
public record TwilioCredential(String accountSid, Secret authToken) {}
