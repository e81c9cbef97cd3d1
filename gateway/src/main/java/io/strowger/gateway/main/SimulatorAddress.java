package io.strowger.gateway.main;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code HOST:PORT}; IPv6 in brackets. */
final class SimulatorAddress implements ITypeConverter<InetSocketAddress> {
  @Override
  public InetSocketAddress convert(String value) {
    try {
      URI uri = new URI("any://" + value);
      if (uri.getHost() != null
          && uri.getRawPath().isEmpty()
          && uri.getPort() >= 0
          && uri.getPort() <= 0xFFFF) {
        return new InetSocketAddress(uri.getHost(), uri.getPort());
      }
    } catch (URISyntaxException _) {
      // Told below, like any other address that is none.
    }
    throw new TypeConversionException("'" + value + "' is not a host and a port, as 0.0.0.0:2775");
  }

  static String text(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
