package io.strowger.gateway.config;

import io.strowger.gateway.message.Secret;

/**
 * What the files of a configuration hold, or would hold.
 *
 * @param main the configuration file
 * @param managed the accounts that the API has made, as JSON; empty for none
 */
public record ConfigTexts(Secret main, Secret managed) {
  public ConfigTexts withManaged(Secret other) {
    return new ConfigTexts(main, other);
  }
}
