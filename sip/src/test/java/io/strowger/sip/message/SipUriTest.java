package io.strowger.sip.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SipUriTest {
  @ParameterizedTest
  @CsvSource({
    "sip:example.com,sip,'',example.com,0",
    "sip:+39061@example.com;user=phone,sip,+39061,example.com,0",
    "SIPS:a:secret@example.com:5061,sips,a:secret,example.com,5061",
    "sip:a@[2001:db8::1]:5070;lr,sip,a,[2001:db8::1],5070",
    "sip:[::1],sip,'',[::1],0",
    "tel:+39061;phone-context=x,tel,+39061,'',0",
    "sip:user;par=u%40example.net@example.com,sip,user;par=u%40example.net,example.com,0",
  })
  void the_parts_of_a_uri(String text, String scheme, String user, String host, int port) {
    SipUri uri = SipUri.parse(text);
    assertNotNull(uri);
    assertEquals(scheme, uri.scheme());
    assertEquals(user, uri.user());
    assertEquals(host, uri.host());
    assertEquals(port, uri.port());
    assertEquals(text.replace("SIPS", "sips"), uri.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a",
        "sip:",
        "sip:@a",
        "sip:a@",
        "sip:a@b:0",
        "sip:a@b:65536",
        "sip:a@b:x",
        "sip:a@[::1",
        "sip:a b@c",
        "<sip:a@b>",
        "tel:",
        "nonsense",
        "",
        "sip:a@b c",
        "sip:\u00e9@b"
      })
  void what_is_none(String text) {
    assertNull(SipUri.parse(text));
  }

  @Test
  void parameters_are_asked_for_in_any_case() {
    SipUri uri = SipUri.parse("sip:a@b;Transport=tcp;lr?Subject=x");
    assertNotNull(uri);
    assertEquals("tcp", uri.parameters().get("transport"));
    assertEquals("", uri.parameters().get("LR"));
    assertNull(uri.parameters().get("ttl"));
    assertEquals("Subject=x", uri.headers());
    assertEquals("sip:a@b;Transport=tcp;lr;x=1?Subject=x", uri.withParameter("x", "1").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          "A \\"q\\" <x>, B" <sip:a@b;lr>;tag=1 | A "q" <x>, B | sip:a@b;lr | 1
          Bob <sip:a@b> ; tag = "t;2" | Bob | sip:a@b | t;2
          sip:a@b;tag=3 | '' | sip:a@b | 3
          <http://x>;TAG=4 | '' | http://x | 4
          < sip:a@b >;tag=5 | '' | sip:a@b | 5
          """,
      quoteCharacter = '\'')
  void the_parts_of_an_address(String text, String name, String uri, String tag) {
    NameAddress address = NameAddress.parse(text);
    assertNotNull(address);
    assertEquals(name, address.displayName());
    assertEquals(uri, address.uri());
    assertEquals(tag, address.tag());
    assertEquals(address, NameAddress.parse(address.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "<a>",
        "\"x <sip:a@b>",
        "<sip:a@b",
        "<sip:a@b> x",
        "sip:a@b?Route=c",
        "a>:b",
        "<a:b c>"
      })
  void what_is_no_address(String text) {
    assertNull(NameAddress.parse(text));
  }

  @Test
  void a_via_may_be_written_with_spaces() {
    Via via = Via.parse("SIP  /   2.0 /UDP     192.0.2.2:5061 ;branch = z9hG4bK1 ;rport");
    assertNotNull(via);
    assertEquals("UDP", via.transport());
    assertEquals("192.0.2.2:5061", via.sentBy());
    assertEquals("z9hG4bK1", via.branch());
    assertEquals("SIP/2.0/UDP 192.0.2.2:5061;branch=z9hG4bK1;rport", via.toString());
    assertNull(Via.parse("SIP/3.0/UDP a"));
    assertNull(Via.parse("SIP/2.0/UDP"));
    assertNull(Via.parse("SIP/2.0/UDP a:b"));
  }
}
