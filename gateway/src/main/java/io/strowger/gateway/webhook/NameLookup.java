package io.strowger.gateway.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Names to addresses; may block. */
@FunctionalInterface
interface NameLookup {
  NameLookup SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  /** All addresses of a name, or the address that the text is; never empty. */
  List<InetAddress> addresses(String host) throws UnknownHostException;
}
