package io.strowger.gateway.config;

import io.strowger.smpp.link.CarrierSettings.HostPort;
import io.strowger.smpp.link.CarrierSettings.Link;
import io.strowger.smpp.link.CarrierSettings.Tls;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The redundant links of one carrier. */
final class LinkReader {
  private final Map<String, Integer> lineById = new HashMap<>();

  List<Link> read(String carrier, Section smpp) {
    List<Link> links = new ArrayList<>();
    int number = 0;
    for (Section link : smpp.sections("links")) {
      number++;
      String id = link.has("id") ? link.text("id") : carrier + "-" + number;
      Integer earlier = lineById.putIfAbsent(id, link.line("id"));
      if (earlier != null) {
        link.error("id", "\"" + id + "\" is also the link of line " + earlier);
      }
      links.add(new Link(id, addresses(link), link.maybeText("local-address"), tls(link)));
    }
    return links;
  }

  private static List<HostPort> addresses(Section link) {
    if (link.has("address") == link.has("addresses")) {
      if (link.noneTold("address", "addresses")) {
        link.error("needs an address, or addresses to be tried in turn, and not both");
      }
      return List.of();
    }
    if (link.has("address")) {
      return List.of(hostPort(link.text("address")));
    }
    return link.texts("addresses").stream().map(LinkReader::hostPort).distinct().toList();
  }

  /** Known to match the schema's pattern. */
  static HostPort hostPort(String address) {
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon);
    if (host.startsWith("[")) {
      host = host.substring(1, host.length() - 1);
    }
    return new HostPort(host, Integer.parseInt(address, colon + 1, address.length(), 10));
  }

  private static @Nullable Tls tls(Section link) {
    Section tls = link.maybeSection("tls");
    if (tls == null) {
      return link.flag("tls") ? new Tls(null, null, null, null) : null;
    }
    if (tls.has("certificate") != tls.has("key")) {
      tls.error("certificate and key go together");
    }
    checkSecond(tls);
    return new Tls(
        tls.maybePath("trust"),
        tls.maybePath("certificate"),
        tls.maybePath("key"),
        tls.maybePath("second-certificate"),
        tls.maybePath("second-key"),
        tls.maybeText("server-name"));
  }

  /** Of links and trunks alike. */
  static boolean checkSecond(Section tls) {
    if (tls.has("second-certificate") != tls.has("second-key")) {
      if (tls.noneTold("second-certificate", "second-key")) {
        tls.error("second-certificate and second-key go together");
      }
      return false;
    }
    if (tls.has("second-certificate") && !tls.has("certificate")) {
      tls.error("second-certificate", "needs a certificate to be the second of");
      return false;
    }
    return true;
  }
}
