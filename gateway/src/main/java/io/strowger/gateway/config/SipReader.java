package io.strowger.gateway.config;

import io.strowger.gateway.voice.CallerSettings;
import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestCredentials;
import io.strowger.sip.media.G711;
import io.strowger.sip.media.MediaRequest;
import io.strowger.sip.message.Transport;
import io.strowger.sip.transport.TlsFiles;
import io.strowger.sip.trunk.NumberFormat;
import io.strowger.sip.trunk.SipCarrierSettings;
import io.strowger.sip.trunk.TrunkSettings;
import io.strowger.smpp.link.CarrierSettings.HostPort;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A carrier's {@code sip} section. */
final class SipReader {
  private static final String TRANSPORT = ";transport=";
  private static final int REGISTER_SECONDS = 300;

  private final Map<String, Integer> lineByListen = new HashMap<>();

  CallerSettings read(String id, Section sip) {
    SipCarrierSettings trunks = trunks(id, sip);
    alone(sip);
    alone(sip.section("tls"));
    return new CallerSettings(trunks, doors(sip, trunks));
  }

  /** Two carriers cannot listen on one port. */
  private void alone(Section doors) {
    if (doors.has("listen") && !doors.text("listen").endsWith(":0")) {
      Integer earlier = lineByListen.putIfAbsent(doors.text("listen"), doors.line("listen"));
      if (earlier != null) {
        doors.error("listen", "is also the address of line " + earlier);
      }
    }
  }

  private static CallerSettings.Doors doors(Section sip, SipCarrierSettings carrier) {
    Section tls = sip.section("tls");
    if (tls.has("certificate") != tls.has("key")) {
      if (tls.noneTold("certificate", "key")) {
        tls.error("certificate and key go together");
      }
      return CallerSettings.Doors.USUAL;
    }
    if (tls.has("listen") && !tls.has("certificate") && tls.noneTold("certificate")) {
      tls.error("listen", "needs a certificate and its key to show");
    }
    if (tls.flag("client-required") && !tls.has("listen")) {
      tls.error("client-required", "needs listen: nobody connects to us without");
    }
    if (!LinkReader.checkSecond(tls)) {
      return CallerSettings.Doors.USUAL;
    }
    // Without a transport DNS may choose TLS.
    boolean used =
        carrier.trunks().stream()
            .map(trunk -> trunk.peer().transport())
            .anyMatch(transport -> transport == null || transport == Transport.TLS);
    if (sip.maybeSection("tls") != null && !used) {
      sip.warning("tls", "no trunk of this carrier has ;transport=tls");
    }
    return new CallerSettings.Doors(
        address(sip.maybeText("listen")),
        address(tls.maybeText("listen")),
        new TlsFiles(
            tls.maybePath("certificate"),
            tls.maybePath("key"),
            tls.maybePath("second-certificate"),
            tls.maybePath("second-key"),
            tls.maybePath("trust"),
            tls.flag("client-required")));
  }

  private static @Nullable InetSocketAddress address(@Nullable String text) {
    if (text == null) {
      return null;
    }
    HostPort parts = LinkReader.hostPort(text);
    return InetSocketAddress.createUnresolved(parts.host(), parts.port());
  }

  private static SipCarrierSettings trunks(String id, Section sip) {
    List<TrunkSettings> trunks = new ArrayList<>();
    Map<String, Integer> lineById = new HashMap<>();
    int number = 0;
    for (Section trunk : sip.sections("trunks")) {
      number++;
      String name = trunk.has("id") ? trunk.text("id") : id + "-" + number;
      Integer earlier = lineById.putIfAbsent(name, trunk.line("address"));
      if (earlier != null) {
        trunk.error("id", "\"" + name + "\" is also the trunk of line " + earlier);
        continue;
      }
      trunks.add(trunk(name, sip, trunk));
    }
    return trunks.isEmpty()
        ? new SipCarrierSettings(id, List.of(trunk(id + "-1", sip, sip)))
        : new SipCarrierSettings(id, trunks);
  }

  private static TrunkSettings trunk(String id, Section sip, Section trunk) {
    if (trunk.has("username") != trunk.has("password") && trunk.noneTold("password")) {
      trunk.error("username and password go together");
    }
    String user = trunk.maybeText("username");
    boolean registers = trunk.flag("register");
    if (registers && user == null) {
      trunk.error("register", "needs a username and a password");
    }
    return new TrunkSettings(
        id,
        trunk.integer("priority"),
        peer(trunk),
        credentials(trunk, user),
        registers && user != null ? new TrunkSettings.Registration(user, REGISTER_SECONDS) : null,
        new TrunkSettings.Caller(
            digits(sip.text("caller-id")),
            sip.text("display-name"),
            sip.flag("asserted-identity"),
            sip.flag("remote-party-id"),
            sip.flag("withheld")),
        format(sip),
        limits(sip),
        health(sip),
        new CallPlan.Features(
            sip.flag("reliable-provisional"),
            (int) sip.duration("session-timer").toSeconds(),
            trunk.integer("redirects"),
            CallPlan.Features.DEFAULT.userAgent()),
        media(sip, trunk));
  }

  private static List<DigestCredentials> credentials(Section trunk, @Nullable String user) {
    Section second = trunk.maybeSection("second-credential");
    if (user == null) {
      if (second != null) {
        trunk.error("second-credential", "needs a username and a password to be the second of");
      }
      return List.of();
    }
    DigestCredentials first = new DigestCredentials(user, trunk.text("password"));
    if (second == null) {
      return List.of(first);
    }
    DigestCredentials other =
        new DigestCredentials(
            second.has("username") ? second.text("username") : user, second.text("password"));
    if (second.has("password") && other.equals(first)) {
      second.error("password", "is that of the first credential", "the other password");
    }
    return List.of(first, other);
  }

  private static TrunkSettings.Health health(Section sip) {
    TrunkSettings.Health usual = TrunkSettings.Health.DEFAULT;
    return new TrunkSettings.Health(
        usual.downAfter(),
        usual.upAfter(),
        sip.duration("options-interval").toMillis(),
        usual.downOptionsMillis(),
        usual.optionsWaitMillis());
  }

  private static MediaRequest media(Section sip, Section trunk) {
    List<G711> laws =
        sip.texts("codecs").stream()
            .map(name -> name.equals("pcmu") ? G711.PCMU : G711.PCMA)
            .distinct()
            .toList();
    boolean encrypted = trunk.text("srtp").equals("sdes");
    if (encrypted && !trunk.text("address").endsWith(TRANSPORT + "tls")) {
      trunk.warning("srtp", "without ;transport=tls the keys of the sound travel in the clear");
    }
    int millis = sip.integer("packet-time");
    return new MediaRequest(
        laws.isEmpty() ? MediaRequest.DEFAULT.laws() : laws,
        millis == 0 ? MediaRequest.DEFAULT.packetMillis() : millis,
        MediaRequest.Family.IPV4,
        encrypted ? MediaRequest.Encryption.SDES : MediaRequest.Encryption.NONE);
  }

  /**
   * A value that is out of range was told already, and reads as 0: no configuration comes of it.
   */
  private static TrunkSettings.Limits limits(Section sip) {
    return new TrunkSettings.Limits(
        Math.max(1, sip.integer("concurrent-calls")), Math.max(1, sip.integer("calls-per-second")));
  }

  private static TrunkSettings.Peer peer(Section trunk) {
    String address = trunk.text("address");
    int parameter = address.indexOf(TRANSPORT);
    Transport transport = null;
    if (parameter >= 0) {
      transport = transport(trunk, address.substring(parameter + TRANSPORT.length()));
      address = address.substring(0, parameter);
    }
    int colon = address.lastIndexOf(':');
    boolean hasPort = colon > 0 && address.indexOf(']') < colon;
    String host = hasPort ? address.substring(0, colon) : address;
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    return new TrunkSettings.Peer(
        host,
        hasPort ? port(trunk, address.substring(colon + 1)) : 0,
        transport,
        trunk.maybeText("domain"));
  }

  private static int port(Section trunk, String digits) {
    boolean valid = digits.matches("[0-9]{1,5}") && Integer.parseInt(digits) <= 65_535;
    if (!valid) {
      trunk.error("address", "the port is not a number", "1 to 65535");
    }
    return valid ? Integer.parseInt(digits) : 0;
  }

  private static @Nullable Transport transport(Section trunk, String word) {
    return switch (word) {
      case "udp" -> Transport.UDP;
      case "tcp" -> Transport.TCP;
      case "tls" -> Transport.TLS;
      default -> {
        trunk.error("address", "\"" + word + "\" is no transport", "udp, tcp, tls");
        yield null;
      }
    };
  }

  private static NumberFormat format(Section sip) {
    NumberFormat.Style style =
        NumberFormat.Style.valueOf(sip.text("number-format").toUpperCase(Locale.ROOT));
    String prefix = sip.text("number-prefix");
    return switch (style) {
      case PLUS, DIGITS -> new NumberFormat(style, "", "", "", prefix);
      case INTERNATIONAL -> new NumberFormat(style, "", "", "00", prefix);
      case NATIONAL -> {
        if (!sip.has("country-code")) {
          sip.error("number-format", "national numbers need a country-code");
          yield NumberFormat.E164;
        }
        yield new NumberFormat(
            style, sip.text("country-code"), sip.text("trunk-prefix"), "00", prefix);
      }
    };
  }

  private static String digits(String number) {
    return number.startsWith("+") ? number.substring(1) : number;
  }
}
