package io.strowger.gateway.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskingTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=482913",
        "code: 482913",
        "\"code\":\"482913\"",
        "\"code\": 482913",
        "Code '482913' is wrong",
        "sending \"482913\"",
        "Your code is 482913",
        "Your code for Example Bank is 482913. Do not share it",
        "text=Your number is 482913",
        "otp 482913",
        "passcode\t482913",
        "TEXT = G-482913",
        "{\\\"code\\\":\\\"482913\\\"}",
        "MessageDraft[code=482913, ttl=5]",
      })
  void a_code_put_in_each_way_does_not_come_out(String line) {
    String masked = Masking.mask(line);
    assertFalse(masked.contains("482913"), masked);
    assertFalse(masked.contains("4829"), masked);
  }

  @ParameterizedTest
  @ValueSource(strings = {"code 482-913", "code 482 913", "code: 48 29 13", "text 482-913!"})
  void a_parted_code_does_not_come_out(String line) {
    assertFalse(Masking.mask(line).matches(".*(482|913|29 13).*"), Masking.mask(line));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "to +393471234567",
        "to=393471234567",
        "\"to\":\"+393471234567\"",
        "number 3471234567",
        "tel:+393471234567;x=1",
        "(+393471234567)",
      })
  void a_number_shows_its_first_digits_alone(String line) {
    String masked = Masking.mask(line);
    assertFalse(masked.contains("34567"), masked);
    assertFalse(masked.contains("1234567"), masked);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listening on 127.0.0.1:8080",
        "Message 019ab0c4-1122-7334-8556-302099180571 is sent",
        "01234567-1122-7334-8556-302099180571",
        "12 000 messages in 35 ms, 4096 octets",
        "command_status 0x00000058 from alpha-1, exit code 137",
        "2026-11-22 13:07:45.123 INFO  Gateway: 3 carriers",
        "no digits at all",
        "",
      })
  void what_operators_need_stays(String line) {
    assertEquals(line, Masking.mask(line));
  }

  @Test
  void a_key_word_reaches_no_further_than_its_line() {
    assertEquals("code\nport 8080", Masking.mask("code\nport 8080"));
  }

  @Test
  void masking_keeps_the_length_and_everything_that_is_no_digit() {
    RandomGenerator random = RandomGenerator.of("L64X128MixRandom");
    List<String> parts =
        List.of("code", " ", "=", "\"", "4829", "13", "+39", "347123", "-", "\n", "é", "text", "_");
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = random.nextInt(30); j > 0; j--) {
        line.append(parts.get(random.nextInt(parts.size())));
      }
      String masked = Masking.mask(line.toString());
      assertEquals(line.length(), masked.length());
      assertEquals(
          line.toString().replaceAll("\\d|-| ", "."), masked.replaceAll("\\d|\\*|-| ", "."));
    }
  }
}
