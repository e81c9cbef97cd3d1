package io.strowger.sip.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * For which SIP domains a certificate speaks (RFC 5922 section 7): its {@code sip:} URIs if it has
 * any, else its DNS names. Other than that RFC, a DNS name may begin with {@code *.}, as the
 * certificates of carriers do; a common name alone is not enough.
 */
final class SipIdentity {
  private static final int DNS_NAME = 2;
  private static final int URI = 6;
  private static final int IP_ADDRESS = 7;

  private SipIdentity() {}

  static boolean matches(X509Certificate certificate, String expected) {
    List<String> uris = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<String> addresses = new ArrayList<>();
    try {
      Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives == null) {
        return false;
      }
      for (List<?> alternative : alternatives) {
        if (alternative.get(1) instanceof String value
            && alternative.getFirst() instanceof Integer kind) {
          switch (kind) {
            case DNS_NAME -> names.add(value);
            case URI -> uris.add(value);
            case IP_ADDRESS -> addresses.add(value);
            default -> {}
          }
        }
      }
    } catch (CertificateParsingException e) {
      return false;
    }
    String wanted = expected.toLowerCase(Locale.ROOT);
    List<String> domains =
        uris.stream().map(SipIdentity::domain).filter(d -> !d.isEmpty()).toList();
    if (!domains.isEmpty()) {
      return domains.contains(wanted);
    }
    return isAddress(wanted)
        ? addresses.stream().anyMatch(each -> same(each, wanted))
        : names.stream().anyMatch(each -> covers(each.toLowerCase(Locale.ROOT), wanted));
  }

  /** The host of a sip URI that names a domain and no user; "" for any other URI. */
  private static String domain(String uri) {
    String lower = uri.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("sip:") || lower.indexOf('@') >= 0) {
      return "";
    }
    int end = 4;
    while (end < lower.length() && ";?:".indexOf(lower.charAt(end)) < 0) {
      end++;
    }
    return lower.substring(4, end);
  }

  private static boolean covers(String name, String wanted) {
    if (!name.startsWith("*.")) {
      return name.equals(wanted);
    }
    int dot = wanted.indexOf('.');
    return dot > 0 && name.indexOf('.', 2) > 0 && wanted.substring(dot).equals(name.substring(1));
  }

  private static boolean isAddress(String text) {
    return text.indexOf(':') >= 0 || text.chars().allMatch(c -> c == '.' || Character.isDigit(c));
  }

  private static boolean same(String written, String wanted) {
    try {
      // Both are literal addresses, so nothing is looked up.
      return InetAddress.getByName(written).equals(InetAddress.getByName(wanted));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
