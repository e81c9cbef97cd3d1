package io.strowger.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.delivery.MessageDraft;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kannel's sendsms by XML, and by a text with headers. */
final class KannelPostTest {
  private static final String PATH = "/cgi-bin/sendsms";
  private static final String ACCEPTED = "0: Accepted for delivery";
  private static final String FROM =
      "<from><username>auth</username><password>kannel-password</password></from>";

  private ShapeFixture fixture;

  @BeforeEach
  void start() throws Exception {
    fixture = new ShapeFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  private HttpResponse<String> xml(String inside) throws Exception {
    return fixture.post(
        PATH,
        "text/xml",
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE message>\n<message><submit>"
            + inside
            + "</submit></message>");
  }

  private HttpResponse<String> text(String type, String body, String... headers) throws Exception {
    return fixture.post(PATH, type, body, headers);
  }

  private MessageDraft draft() {
    MessageDraft draft = fixture.door.desk.drafts.poll();
    assertNotNull(draft);
    return draft;
  }

  private static void assertAnswer(HttpResponse<String> answer, int status, String body) {
    assertEquals(body, answer.body());
    assertEquals(status, answer.statusCode());
  }

  // ---- XML ----

  @Test
  void the_documented_xml_is_accepted_for_delivery() throws Exception {
    assertAnswer(
        xml(
            "<da><number>+393401234567</number></da><oa><number>ACME</number></oa>"
                + "<ud>Il tuo codice è 123456 &amp; basta</ud>"
                + "<dcs><mclass>1</mclass><coding>2</coding></dcs><vp><delay>2</delay></vp>"
                + "<statusrequest><dlr-mask>31</dlr-mask>"
                + "<dlr-url>http://auth.example.com/dlr?type=%d&amp;id=7</dlr-url></statusrequest>"
                + FROM
                + "<to>smsc-1</to>"),
        202,
        ACCEPTED);
    MessageDraft draft = draft();
    assertEquals("+393401234567", draft.to().e164());
    assertEquals("ACME", draft.sender());
    assertEquals("Il tuo codice è 123456 & basta", draft.text().reveal());
    assertEquals(120_000, draft.ttlMillis());
    assertNotNull(draft.origin());
    assertEquals("31\nhttp://auth.example.com/dlr?type=%d&id=7", draft.origin().data());
  }

  @Test
  void several_receivers_are_several_messages() throws Exception {
    assertAnswer(
        xml(
            "<da><number>+393401234567</number><number>+393401234568</number></da>"
                + "<da><number>+393401234569</number></da><ud>Code 123456</ud>"
                + FROM),
        202,
        ACCEPTED);
    assertEquals(3, fixture.door.desk.drafts.size());
  }

  @Test
  void the_document_says_in_which_charset_it_is() throws Exception {
    byte[] body =
        ("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><message><submit>"
                + "<da><number>+393401234567</number></da><ud>è 123456</ud>"
                + FROM
                + "</submit></message>")
            .getBytes(StandardCharsets.ISO_8859_1);
    assertEquals("è 123456", KannelXml.read(body).text("text"));
  }

  @Test
  void wrong_credentials_are_refused_in_kannels_words() throws Exception {
    assertAnswer(
        xml(
            "<da><number>+393401234567</number></da><ud>x</ud>"
                + "<from><user>auth</user><pass>wrong</pass></from>"),
        403,
        "Authorization failed for sendsms");
    assertAnswer(xml("<ud>x</ud>" + FROM), 400, "Missing receiver number, rejected");
    assertAnswer(
        xml("<da><number>+393401234567</number></da><ud>x</ud><udh>0605</udh>" + FROM),
        400,
        "UDH field not supported, rejected");
    assertTrue(fixture.door.desk.drafts.isEmpty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no xml",
        "<message><submit><ud>123456</ud>",
        "<message>&secret;</message>",
        "<!DOCTYPE m [<!ENTITY a \"123456\">]><message><submit><ud>&a;</ud></submit></message>",
        "<!DOCTYPE m [<!ENTITY a SYSTEM \"file:///etc/hostname\">]><message><submit><ud>&a;</ud>"
            + "</submit></message>",
        "<a><a><a><a><a><a><a><a><a><a><a><a><a><a>1</a></a></a></a></a></a></a></a></a></a></a>"
            + "</a></a></a>"
      })
  void what_is_no_plain_xml_is_refused_and_never_quoted(String body) throws Exception {
    HttpResponse<String> answer = fixture.post(PATH, "text/xml", body);
    assertEquals(400, answer.statusCode());
    assertTrue(answer.body().contains("XML"), answer.body());
    assertFalse(answer.body().contains("123456"), answer.body());
  }

  // ---- headers ----

  @Test
  void a_text_with_headers_is_accepted_for_delivery() throws Exception {
    assertAnswer(
        text(
            "text/plain; charset=UTF-8",
            "Il tuo codice è 123456",
            "X-Kannel-Username",
            "auth",
            "X-Kannel-Password",
            "kannel-password",
            "X-Kannel-To",
            "+393401234567",
            "X-Kannel-From",
            "ACME",
            "X-Kannel-Validity",
            "2",
            "X-Kannel-DLR-Mask",
            "3",
            "X-Kannel-DLR-Url",
            "http://auth.example.com/dlr",
            "X-Kannel-SMSC",
            "smsc-1"),
        202,
        ACCEPTED);
    MessageDraft draft = draft();
    assertEquals("Il tuo codice è 123456", draft.text().reveal());
    assertEquals("ACME", draft.sender());
    assertEquals(120_000, draft.ttlMillis());
    assertNotNull(draft.origin());
    assertEquals("3\nhttp://auth.example.com/dlr", draft.origin().data());
  }

  @Test
  void headers_that_are_wrong_are_refused_in_kannels_words() throws Exception {
    String[] good = {"X-Kannel-Username", "auth", "X-Kannel-Password", "kannel-password"};
    assertAnswer(text("text/plain", "Code", good), 400, "Missing receiver number, rejected");
    assertAnswer(
        text("text/plain", "Code", "X-Kannel-To", "+393401234567"),
        403,
        "Authorization failed for sendsms");
    assertEquals(415, text("application/json", "{}", good).statusCode(), "another kind of body");
    assertNull(fixture.door.desk.drafts.poll());
    assertEquals(List.of(), List.copyOf(fixture.door.desk.drafts));
  }
}
