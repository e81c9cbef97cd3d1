package io.strowger.gateway.delivery;

import io.strowger.gateway.message.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What another part of the gateway keeps in the store, in that part's own words.
 *
 * @param kind whose words; short and stable: it is on disk
 * @param data in the open
 * @param secret encrypted at rest, and shredded once the record is settled; null for none
 */
public record KeptData(long sequence, String kind, String data, @Nullable Secret secret)
    implements KeptRecord {}
