package io.strowger.sip.call;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DigestTest {
  private static final String URI = "sip:390612345678@carrier.example";
  private static final DigestCredentials CAROL = new DigestCredentials("carol", "pass word");

  private static DigestSession.Outcome challenge(DigestSession session, String... headers) {
    return session.challenged(List.of(headers), List.of());
  }

  private static DigestSession taken(DigestSession.Outcome outcome) {
    return assertInstanceOf(DigestSession.Outcome.Retry.class, outcome).next();
  }

  private static String refusal(DigestSession.Outcome outcome) {
    return assertInstanceOf(DigestSession.Outcome.Refused.class, outcome).why();
  }

  private static DigestAuthorization only(DigestSession session) {
    List<DigestSession.Header> headers = session.authorize("INVITE", URI).headers();
    assertEquals(1, headers.size());
    return read(headers.getFirst());
  }

  private static DigestAuthorization read(DigestSession.Header header) {
    DigestAuthorization read = DigestAuthorization.parse(header.value());
    assertNotNull(read, header.value());
    return read;
  }

  private static DigestSession carol() {
    return DigestSession.begin(List.of(CAROL), "0123456789abcdef");
  }

  private static String offer(String algorithm) {
    return "Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=" + algorithm;
  }

  @Test
  void the_examples_of_rfc_7616_and_rfc_2617_are_proved() {
    String both =
        "Digest username=\"Mufasa\", realm=\"http-auth@example.org\", uri=\"/dir/index.html\", "
            + "nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", nc=00000001, qop=auth, "
            + "cnonce=\"f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ\", "
            + "opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\", ";
    for (String rest :
        List.of(
            "algorithm=MD5, response=\"8ca523f5e9506fed4657c9700eebdbec\"",
            "algorithm=SHA-256, response=\""
                + "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\"")) {
      DigestAuthorization read = DigestAuthorization.parse(both + rest);
      assertNotNull(read);
      assertTrue(read.proves("GET", "Circle of Life"), rest);
      assertFalse(read.proves("GET", "Circle of life"), rest);
      assertFalse(read.proves("PUT", "Circle of Life"), rest);
    }
    DigestAuthorization older =
        DigestAuthorization.parse(
            "Digest username=\"Mufasa\",realm=\"testrealm@host.com\",uri=\"/dir/index.html\","
                + "nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\",qop=auth,nc=00000001,"
                + "cnonce=\"0a4f113b\",response=\"6629fae49393a05397450978507c4ef1\"");
    assertNotNull(older);
    assertTrue(older.proves("GET", "Circle Of Life"));
  }

  @ParameterizedTest
  @EnumSource
  void what_we_answer_a_server_can_prove(DigestAlgorithm algorithm) {
    DigestAuthorization answer = only(taken(challenge(carol(), offer(algorithm.token()))));
    assertEquals(algorithm, answer.algorithm());
    assertEquals(URI, answer.uri());
    assertTrue(answer.proves("INVITE", "pass word"));
    assertFalse(answer.proves("INVITE", "password"));
    assertFalse(answer.proves("BYE", "pass word"));
  }

  @Test
  void a_challenge_without_qop_is_answered_in_the_old_form() {
    DigestAuthorization answer = only(taken(challenge(carol(), "Digest realm=\"r\", nonce=\"n\"")));
    assertNull(answer.cnonce());
    assertEquals(0, answer.nonceCount());
    assertTrue(answer.proves("INVITE", "pass word"));
  }

  @Test
  void of_several_challenges_the_strongest_that_we_speak_is_answered() {
    DigestSession session =
        taken(
            challenge(
                carol(), offer("MD5"), offer("SHA-999"), offer("SHA-512-256"), offer("SHA-256")));
    assertEquals(DigestAlgorithm.SHA_512_256, only(session).algorithm());
  }

  @Test
  void every_realm_gets_its_own_credentials_and_its_own_header() {
    DigestSession session =
        DigestSession.begin(
            List.of(CAROL, new DigestCredentials("dave", "other", "proxy.example")), "abcdefgh");
    DigestSession next =
        taken(
            session.challenged(
                List.of(offer("MD5")),
                List.of("Digest realm=\"proxy.example\", nonce=\"p\", algorithm=SHA-256")));
    List<DigestSession.Header> headers = next.authorize("INVITE", URI).headers();
    assertEquals(
        List.of("Authorization", "Proxy-Authorization"),
        headers.stream().map(DigestSession.Header::name).toList());
    assertTrue(read(headers.getFirst()).proves("INVITE", "pass word"));
    assertEquals("dave", read(headers.getLast()).user());
    assertTrue(read(headers.getLast()).proves("INVITE", "other"));
  }

  @Test
  void a_second_proxy_may_challenge_after_the_first() {
    DigestSession session = taken(challenge(carol(), offer("MD5")));
    session = session.authorize("INVITE", URI).next();
    session = taken(session.challenged(List.of(), List.of("Digest realm=\"other\", nonce=\"o\"")));
    assertEquals(2, session.authorize("INVITE", URI).headers().size());
  }

  @Test
  void nonce_counts_go_up_with_every_use_and_begin_again_with_a_new_nonce() {
    DigestSession session = taken(challenge(carol(), offer("MD5")));
    for (int count = 1; count <= 3; count++) {
      assertEquals(count, only(session).nonceCount());
      session = session.authorize("INVITE", URI).next();
    }
    DigestSession renewed = taken(challenge(session, offer("MD5") + ", stale=TRUE"));
    assertEquals(1, only(renewed).nonceCount());
  }

  @Test
  void the_same_realm_twice_means_wrong_credentials_unless_the_nonce_was_stale() {
    DigestSession session = taken(challenge(carol(), offer("MD5")));
    assertEquals("credentials refused", refusal(challenge(session, offer("MD5"))));
    for (int i = 0; i < 3; i++) {
      session = taken(challenge(session, offer("MD5") + ", stale=true"));
    }
    assertEquals("credentials refused", refusal(challenge(session, offer("MD5") + ", stale=true")));
  }

  @Test
  void without_credentials_or_with_an_unknown_challenge_nothing_is_tried() {
    DigestSession nobody = DigestSession.begin(List.of(), "abcdefgh");
    assertEquals(
        "asked for credentials, and none are configured", refusal(challenge(nobody, offer("MD5"))));
    assertEquals("no challenge that can be answered", refusal(challenge(carol(), "Basic realm=x")));
    assertEquals("no challenge that can be answered", refusal(challenge(carol())));
    DigestSession dave =
        DigestSession.begin(List.of(new DigestCredentials("d", "p", "elsewhere")), "abcdefgh");
    assertEquals("no challenge that can be answered", refusal(challenge(dave, offer("MD5"))));
  }

  @Test
  void endless_new_realms_come_to_an_end() {
    DigestSession session = carol();
    for (int i = 0; i < 4; i++) {
      session = taken(challenge(session, "Digest realm=\"r" + i + "\", nonce=\"n\""));
    }
    refusal(challenge(session, "Digest realm=\"r5\", nonce=\"n\""));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Digest",
        "Digestrealm=\"r\", nonce=\"n\"",
        "Digest realm=\"r\"",
        "Digest nonce=\"n\"",
        "Digest realm=\"r\", nonce=\"n",
        "Digest realm=\"r\", nonce=\"n\", realm=\"s\"",
        "Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\"",
        "Digest realm=\"r\", nonce=\"n\", algorithm=MD5-sess",
        "Digest realm=\"r\", nonce=\"n\", x",
        "Basic realm=\"r\""
      })
  void a_challenge_that_cannot_be_answered_is_none(String header) {
    assertNull(DigestChallenge.parse(header));
  }

  @Test
  void quotes_and_spaces_are_read_and_written_alike() {
    DigestChallenge read =
        DigestChallenge.parse(
            "  dIGEST  realm = \"a \\\"b\\\" , c\" ,nonce=\"x\",opaque=\"\\\\\",QOP=\"auth-int,"
                + " AUTH\"");
    assertNotNull(read);
    assertEquals("a \"b\" , c", read.realm());
    assertEquals("\\", read.opaque());
    assertTrue(read.qop());
    assertEquals(read, DigestChallenge.parse(read.header()));
    DigestAuthorization answer = only(taken(challenge(carol(), read.header())));
    assertEquals(read.realm(), answer.realm());
    assertEquals(read.opaque(), answer.opaque());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Digest username=\"u\"",
        "Digest username=\"u\",realm=\"r\",nonce=\"n\",uri=\"s\",response=\"x\",qop=auth",
        "Digest username=\"u\",realm=\"r\",nonce=\"n\",uri=\"s\",response=\"x\",qop=auth,"
            + "cnonce=\"c\",nc=0000000g",
        "Digest username=\"u\",realm=\"r\",nonce=\"n\",uri=\"s\",response=\"x\",qop=auth-int,"
            + "cnonce=\"c\",nc=00000001",
        "Digest username=\"u\",realm=\"r\",nonce=\"n\",uri=\"s\",response=\"x\",algorithm=SHA1"
      })
  void an_answer_that_proves_nothing_is_none(String header) {
    assertNull(DigestAuthorization.parse(header));
  }

  @Test
  void a_password_is_never_in_a_text() {
    DigestSession session = taken(challenge(carol(), offer("MD5")));
    String all = CAROL + " " + session + " " + only(session);
    assertFalse(all.contains("pass word"), all);
    assertFalse(all.contains(only(session).response()), all);
  }
}
