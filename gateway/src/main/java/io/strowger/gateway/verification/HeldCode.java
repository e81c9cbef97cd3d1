package io.strowger.gateway.verification;

/**
 * All that is kept of a code while it can be used: without the installation's secret, nobody can
 * make the code of it.
 *
 * @param nonce what the code is derived with
 * @param hash keyed hash of the code
 * @param text the text it is sent in, without the code, encrypted
 */
public record HeldCode(Opaque nonce, Opaque hash, Opaque text) {}
