package io.strowger.gateway.account;

/** For clients of the Kannel shape; the password is kept as its hash. */
public record KannelCredential(String username, KeyHash password) {}
