package io.strowger.gateway.webhook;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/** Any URL that a client may want to be called back at. */
final class CallbackUrlFuzzTest {
  @FuzzTest
  void what_is_read_as_a_url_is_read_by_others_alike(FuzzedDataProvider data) {
    String url = data.pickValue(new String[] {"", "http://", "https://"});
    url += data.consumeRemainingAsString();
    Target target = Target.parse(url);
    if (target == null) {
      return;
    }
    check(url.toLowerCase(Locale.ROOT).startsWith(target.tls() ? "https://" : "http://"));
    check(target.pathAndQuery().chars().allMatch(c -> c > ' ' && c < 0x7F));
    check(target.host().chars().allMatch(c -> c > ' ' && c < 0x7F && c != '@' && c != '\\'));
    try {
      URI other = new URI(url);
      String host = other.getHost();
      if (host != null) {
        check(host.equals(target.host()) || host.equals("[" + target.host() + "]"));
        check(other.getPort() < 0 || other.getPort() == target.port());
      }
    } catch (URISyntaxException _) {
      // The other reader is stricter in places, such as a lone percent sign.
    }
  }

  @FuzzTest
  void any_template_of_kannel_is_filled_with_what_a_url_may_hold(FuzzedDataProvider data) {
    String template = data.consumeRemainingAsString();
    String filled =
        KannelUrl.filled(template, Notices.message(Notices.FAILED, null), 2, Notices.AT);
    check(filled.chars().allMatch(c -> c > ' ' && c < 0x7F));
    check(template.indexOf('%') >= 0 || filled.length() >= template.length());
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError("does not hold");
    }
  }
}
