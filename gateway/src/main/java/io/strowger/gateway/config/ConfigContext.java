package io.strowger.gateway.config;

/**
 * What every reader of a part of the file needs.
 *
 * @param nowMillis epoch milliseconds, for certificates that have run out
 */
record ConfigContext(
    ConfigProblems problems, YamlFile file, References references, long nowMillis) {}
