package io.strowger.gateway.main;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The demo's configuration: a file like any other, so that it can be read and copied. */
final class DemoConfig {
  private DemoConfig() {}

  /** With an account that may do everything. */
  static Path write(Path home, String carriers, int port, String apiKey) throws IOException {
    String yaml =
        """
        node: demo
        http: {listen: 127.0.0.1:%d}
        store: {directory: data}
        log: {level: error}
        accounts:
          - id: example-bank
            api-key: %s
            admin: true
            destinations: {voice: ["+39"]}
            voice: {repeats: 1, concurrent-per-prefix: 1000}
        %s\
        """
            .formatted(port, apiKey, carriers);
    return Files.writeString(home.resolve("strowger.yaml"), yaml);
  }

  static Path write(Path home, DemoSites sites, int port, String apiKey) throws IOException {
    String yaml =
        """
        node: demo
        http: {listen: 127.0.0.1:%d}
        store: {directory: data}
        log: {level: error}
        accounts:
          - id: example-bank
            api-key: %s
            admin: true
            destinations: {voice: ["+39"]}
            voice: {repeats: 1, concurrent-per-prefix: 100}
        carriers:
          - id: alpha
            smpp:
              system-id: strowger
              password: demo
              window: 32
              links:
                - {id: alpha-1, address: %s}
                - {id: alpha-2, address: %s}
          - id: beta
            smpp:
              system-id: strowger
              password: demo
              window: 32
              links:
                - {id: beta-1, address: %s}
                - {id: beta-2, address: %s}
          - id: vox
            sip:
              caller-id: "+390200000000"
              calls-per-second: 20
              trunks:
                - {id: vox-1, address: "%s;transport=udp"}
                - {id: vox-2, address: "%s;transport=tcp"}
        routes:
          - to: "+39"
            sms: [{carrier: alpha, weight: 70}, {carrier: beta, weight: 30}]
            voice: [vox]
          - {to: "+", sms: [beta, alpha]}
        """
            .formatted(
                port,
                apiKey,
                sites.site("alpha-1").address(),
                sites.site("alpha-2").address(),
                sites.site("beta-1").address(),
                sites.site("beta-2").address(),
                sites.trunks().address("vox-1"),
                sites.trunks().address("vox-2"));
    return Files.writeString(home.resolve("strowger.yaml"), yaml);
  }
}
