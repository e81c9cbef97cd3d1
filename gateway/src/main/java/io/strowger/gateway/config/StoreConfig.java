package io.strowger.gateway.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The embedded store. */
public record StoreConfig(
    Path directory, @Nullable Path masterKey, Duration historyRetention, int segmentMessages) {}
