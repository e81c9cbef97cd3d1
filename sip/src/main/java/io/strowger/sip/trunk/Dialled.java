package io.strowger.sip.trunk;

import io.strowger.sip.call.CallPlan;
import io.strowger.sip.call.DigestSession;
import io.strowger.sip.message.NameAddress;
import io.strowger.sip.message.Parameters;
import io.strowger.sip.message.SipUri;
import io.strowger.sip.message.Target;
import io.strowger.sip.message.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Who calls whom, written as one trunk wants it. */
final class Dialled {
  private static final String ANONYMOUS = "<sip:anonymous@anonymous.invalid>";

  private Dialled() {}

  /** Null when the trunk cannot write the number. */
  static CallPlan.@Nullable Addressing addressing(
      TrunkSettings trunk, String number, Target target, String local) {
    String user = trunk.numbers().write(number);
    if (user == null) {
      return null;
    }
    String host = trunk.peer().uriHost();
    int port = trunk.peer().domain() == null ? trunk.peer().port() : 0;
    SipUri called = uri(user, host, port, target.transport(), trunk.peer().domain() == null);
    return new CallPlan.Addressing(
        called.toString(),
        from(trunk, host),
        NameAddress.of(SipUri.of(user, host, 0)).toString(),
        contact(local, target.transport()),
        List.of(),
        identity(trunk, host));
  }

  /** The transport is named where DNS would not say it (RFC 3263 section 4.1). */
  static SipUri uri(String user, String host, int port, Transport transport, boolean named) {
    Parameters parameters =
        named && transport != Transport.UDP
            ? Parameters.NONE.with("transport", transport.name().toLowerCase(Locale.ROOT))
            : Parameters.NONE;
    return new SipUri("sip", user, host, port, parameters, "");
  }

  static String contact(String local, Transport transport) {
    String parameter =
        transport == Transport.UDP ? "" : ";transport=" + transport.name().toLowerCase(Locale.ROOT);
    return "<sip:strowger@" + local + parameter + ">";
  }

  private static String caller(TrunkSettings trunk) {
    String number = trunk.caller().number();
    String written = trunk.numbers().write(number);
    // A short or unusual caller id is the carrier's own to judge.
    return written == null ? number : written;
  }

  private static String from(TrunkSettings trunk, String host) {
    return trunk.caller().withheld()
        ? "\"Anonymous\" " + ANONYMOUS
        : new NameAddress(
                trunk.caller().displayName(),
                SipUri.of(caller(trunk), host, 0).toString(),
                Parameters.NONE)
            .toString();
  }

  private static List<DigestSession.Header> identity(TrunkSettings trunk, String host) {
    TrunkSettings.Caller caller = trunk.caller();
    String address =
        new NameAddress(
                caller.displayName(), SipUri.of(caller(trunk), host, 0).toString(), Parameters.NONE)
            .toString();
    List<DigestSession.Header> headers = new ArrayList<>();
    if (caller.assertedIdentity()) {
      headers.add(new DigestSession.Header("P-Asserted-Identity", address));
    }
    if (caller.remotePartyId()) {
      headers.add(
          new DigestSession.Header(
              "Remote-Party-ID",
              address
                  + ";party=calling;privacy="
                  + (caller.withheld() ? "full" : "off")
                  + ";screen=yes"));
    }
    if (caller.withheld()) {
      headers.add(new DigestSession.Header("Privacy", "id"));
    }
    return headers;
  }
}
