package io.strowger.gateway.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "http://idp.example, false, idp.example, 80, /",
    "https://idp.example, true, idp.example, 443, /",
    "HTTPS://Idp.Example/A?b=%20#c, true, Idp.Example, 443, /A?b=%20",
    "http://idp.example:8080?x=1, false, idp.example, 8080, /?x=1",
    "http://[2606:4700::1]:81/x, false, 2606:4700::1, 81, /x",
    "http://my_host/, false, my_host, 80, /",
    "http://127.1/, false, 127.1, 80, /"
  })
  void a_url_is_taken_apart(String url, boolean tls, String host, int port, String path) {
    assertEquals(new Target(tls, host, port, path, null), Target.parse(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "idp.example",
        "ftp://idp.example/",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_",
        "http://",
        "http:///path",
        "http://idp.example:0/",
        "http://idp.example:65536/",
        "http://idp.example:x/",
        "http://public.example\\@127.0.0.1/",
        "http://public.example@evil@127.0.0.1/",
        "http://public.example#@127.0.0.1/:x:/",
        "http://a b/",
        "http://idp.example/a b",
        "http://idp.example/\r\nX-Injected: 1",
        "http://idp.example\r\n/",
        "http://idp.example/\u00e8",
        "http://\u2460\u2461\u2466.0.0.1/",
        "http://[::1/",
        " http://idp.example/",
        "http://idp.example/ "
      })
  void what_two_readers_could_read_differently_is_no_url(String url) {
    Target target = Target.parse(url);
    if (url.contains("#@")) {
      assertNotNull(target);
      assertEquals("public.example", target.host());
    } else {
      assertNull(target);
    }
  }

  @Test
  void user_and_password_become_a_header_and_are_not_shown() {
    Target target = Target.parse("https://u%40x:p+w@idp.example/hook?key=s3cret");
    assertNotNull(target);
    assertEquals("Basic dUB4OnArdw==", target.authorization());
    assertEquals("https://idp.example:443", target.toString());
    assertFalse(target.toString().contains("s3cret"));
  }
}
