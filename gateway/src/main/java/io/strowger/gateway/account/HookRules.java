package io.strowger.gateway.account;

/** A generic HTTP hook of an account. */
public record HookRules(String name) {}
