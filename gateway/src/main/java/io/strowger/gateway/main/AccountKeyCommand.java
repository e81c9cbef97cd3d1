package io.strowger.gateway.main;

import picocli.CommandLine.Command;

@Command(
    name = "key",
    mixinStandardHelpOptions = true,
    description = "Makes API keys and takes them away.")
final class AccountKeyCommand extends AccountSecrets {
  AccountKeyCommand() {
    super("keys");
  }
}
