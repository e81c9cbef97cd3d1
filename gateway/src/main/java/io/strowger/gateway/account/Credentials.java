package io.strowger.gateway.account;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account comes in with.
 *
 * @param apiKeys hashes of its bearer keys; several during a rotation
 * @param certificateSubjects subjects of its client certificates, as RFC 2253 writes them
 * @param networks where its requests may come from; empty for anywhere
 */
public record Credentials(
    Set<KeyHash> apiKeys,
    Set<String> certificateSubjects,
    List<Network> networks,
    @Nullable TwilioCredential twilio,
    @Nullable KannelCredential kannel,
    @Nullable SmppCredential smpp) {

  public Credentials {
    apiKeys = Set.copyOf(apiKeys);
    certificateSubjects = Set.copyOf(certificateSubjects);
    networks = List.copyOf(networks);
  }

  public static Credentials apiKeys(Set<KeyHash> keys) {
    return new Credentials(keys, Set.of(), List.of(), null, null, null);
  }

  /** Whether a request may come from this address. */
  public boolean admits(InetAddress address) {
    return networks.isEmpty() || networks.stream().anyMatch(network -> network.contains(address));
  }
}
