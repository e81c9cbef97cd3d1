package io.strowger.gateway.http;

import io.strowger.gateway.account.ClientType;
import io.strowger.gateway.message.Secret;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which of the account's texts a request wants, and with what in it.
 *
 * @param name null for the account's default
 * @param clientType null when it is not known what will read the text
 */
record TemplateChoice(
    @Nullable String name, Map<String, Secret> variables, @Nullable ClientType clientType) {
  static final TemplateChoice NONE = new TemplateChoice(null, Map.of(), null);

  TemplateChoice {
    variables = Map.copyOf(variables);
  }
}
