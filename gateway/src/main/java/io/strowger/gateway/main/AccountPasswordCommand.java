package io.strowger.gateway.main;

import picocli.CommandLine.Command;

@Command(
    name = "password",
    mixinStandardHelpOptions = true,
    description = "Makes SMPP passwords and takes them away; that ends the binds.")
final class AccountPasswordCommand extends AccountSecrets {
  AccountPasswordCommand() {
    super("smpp-passwords");
  }
}
