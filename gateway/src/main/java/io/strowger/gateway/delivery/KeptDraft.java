package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Secret;
import org.jspecify.annotations.Nullable;

/** What somebody wants kept; its sequence comes with the reply. See {@link KeptData}. */
public record KeptDraft(String kind, String data, @Nullable Secret secret) {}
