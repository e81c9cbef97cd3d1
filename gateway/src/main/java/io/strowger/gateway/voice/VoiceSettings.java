package io.strowger.gateway.voice;

import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What all calls share.
 *
 * @param address of this machine, where trunks send signalling and sound; null for the one that
 *     leads to each carrier
 * @param rtpPortMin 0 leaves the ports to the operating system
 * @param callsMax calls at once
 * @param prompts folder of recordings, one sub-folder for each language; null for none of our own
 * @param microsPerMinute millionths of the currency, by prefix
 */
public record VoiceSettings(
    @Nullable String address,
    int rtpPortMin,
    int rtpPortMax,
    int callsMax,
    @Nullable Path prompts,
    Map<String, Long> microsPerMinute) {
  public static final VoiceSettings DEFAULT = new VoiceSettings(null, 0, 0, 1_000, null, Map.of());
}
