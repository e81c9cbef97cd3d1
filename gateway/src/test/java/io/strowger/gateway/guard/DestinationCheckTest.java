package io.strowger.gateway.guard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.strowger.gateway.account.Destinations;
import io.strowger.gateway.message.Channel;
import io.strowger.gateway.number.NumberType;
import io.strowger.gateway.number.Numbering;
import io.strowger.gateway.number.PhoneNumber;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class DestinationCheckTest {
  private static List<String> prefixes(@Nullable String words) {
    return words == null ? List.of() : List.of(words.split(" "));
  }

  private static @Nullable DenialCode check(
      Destinations destinations, String number, NumberType type, Channel channel) {
    return new DestinationCheck(destinations).check(new PhoneNumber(number), type, channel);
  }

  private static @Nullable DenialCode sms(Destinations destinations, NumberType type) {
    return check(destinations, GuardFixture.NUMBER, type, Channel.SMS);
  }

  @ParameterizedTest
  @CsvSource({
    ",              ,        +393401234567, ",
    "+39,           ,        +393401234567, ",
    "+39,           ,        +447400123456, destination-not-allowed",
    "+39 +44,       ,        +447400123456, ",
    "+,             +44,     +447400123456, destination-denied",
    "+,             +44,     +393401234567, ",
    "+39,           +393,    +393401234567, destination-denied",
    "+39 +3934,     +393,    +393401234567, ",
    "+39,           +39,     +393401234567, destination-denied",
    ",              +39,     +393401234567, destination-denied",
    "+39 +44,       +39340,  +393331234567, ",
  })
  void the_longest_prefix_wins_and_a_denial_between_equals(
      @Nullable String allow, @Nullable String deny, String number, @Nullable String code) {
    Destinations destinations =
        new Destinations(prefixes(allow), List.of(), prefixes(deny), List.of(), Set.of(), Set.of());
    DenialCode found = check(destinations, number, NumberType.MOBILE, Channel.SMS);
    assertEquals(code, found == null ? null : found.code());
  }

  @ParameterizedTest
  @CsvSource({
    "+,       +88216123456,  destination-restricted",
    "+,       +870123456789, destination-restricted",
    "+,       +979123456789, destination-restricted",
    "+1,      +12425550123,  destination-restricted",
    "+1,      +18765550123,  destination-restricted",
    "+1,      +12125550123,  ",
    "+1,      +14165550123,  ",
    "+1,      +17875550123,  ",
    "+ +882,  +88216123456,  ",
    "+8821,   +88216123456,  ",
    "+8821,   +88299123456,  destination-not-allowed",
    "+1 +1242,+12425550123,  ",
    "+39,     +88216123456,  destination-not-allowed"
  })
  void satellites_and_lookalikes_of_north_america_need_their_own_prefix(
      String allow, String number, @Nullable String code) {
    DenialCode found =
        check(Destinations.of(prefixes(allow)), number, NumberType.MOBILE, Channel.SMS);
    assertEquals(code, found == null ? null : found.code());
  }

  @ParameterizedTest
  @CsvSource({
    // allow, voice,     home, number,        of a call
    "+,       ,          ,     +393401234567, voice-not-allowed",
    "+39 +44, ,          ,     +447400123456, ",
    "+39 +882,,          ,     +88216123456,  voice-not-allowed",
    "+ +44,   ,          ,     +393401234567, voice-not-allowed",
    "+39 +44, ,          +39,  +447400123456, voice-not-allowed",
    "+,       ,          +39,  +393401234567, ",
    "+,       ,          +39,  +447400123456, voice-not-allowed",
    "+,       +44,       +39,  +393401234567, voice-not-allowed",
    "+,       +44,       +39,  +447400123456, ",
    "+39,     +44,       ,     +447400123456, destination-not-allowed",
    "+,       +,         ,     +447400123456, ",
    "+,       +,         ,     +88216123456,  destination-restricted",
    "+ +882,  +,         ,     +88216123456,  destination-restricted",
    "+,       +882,      ,     +88216123456,  destination-restricted",
    "+ +882,  +882,      ,     +88216123456,  ",
    "+1 +1242,+1,        ,     +12425550123,  destination-restricted",
  })
  void a_call_needs_a_list_of_its_own_within_the_other(
      String allow,
      @Nullable String voice,
      @Nullable String home,
      String number,
      @Nullable String code) {
    Destinations destinations =
        new Destinations(
            prefixes(allow), prefixes(voice), List.of(), prefixes(home), Set.of(), Set.of());
    DenialCode found = check(destinations, number, NumberType.MOBILE, Channel.VOICE);
    assertEquals(code, found == null ? null : found.code());
    DenialCode text = check(destinations, number, NumberType.MOBILE, Channel.SMS);
    assertTrue(text == null || text.equals(found), "what gets no text gets no call");
  }

  @ParameterizedTest
  @EnumSource(names = {"PREMIUM_RATE", "SHARED_COST", "COMPANY", "PAGER", "VOICEMAIL", "PERSONAL"})
  void numbers_that_cost_by_the_call_are_never_called(NumberType type) {
    Destinations open =
        new Destinations(List.of(), List.of("+"), List.of(), List.of(), Set.of(), Set.of());
    assertEquals(
        DenialCode.NUMBER_TYPE_REFUSED, check(open, GuardFixture.NUMBER, type, Channel.VOICE));
  }

  @Test
  void every_restricted_area_of_north_america_is_outside_the_united_states_and_canada() {
    Numbering numbering = new Numbering();
    for (String prefix : DestinationCheck.RESTRICTED) {
      if (prefix.startsWith("+1")) {
        assertEquals(5, prefix.length(), prefix);
        assertTrue(numbering.parse(prefix + "2345678", null) instanceof PhoneNumber, prefix);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void kinds_of_number_that_nobody_reads_are_always_refused(NumberType type) {
    Destinations open =
        new Destinations(
            List.of(), List.of(), List.of(), List.of(), Set.of(NumberType.FIXED_LINE), Set.of());
    boolean refused =
        switch (type) {
          case PREMIUM_RATE, SHARED_COST, COMPANY, PAGER, VOICEMAIL, PERSONAL, TOLL_FREE -> true;
          case MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE, VOIP, UNKNOWN -> false;
        };
    assertEquals(refused ? DenialCode.NUMBER_TYPE_REFUSED : null, sms(open, type));
  }

  @Test
  void fixed_lines_get_calls_and_sms_only_where_allowed() {
    Destinations usual =
        new Destinations(List.of(), List.of("+"), List.of(), List.of(), Set.of(), Set.of());
    assertEquals(DenialCode.NUMBER_TYPE_REFUSED, sms(usual, NumberType.FIXED_LINE));
    assertNull(check(usual, GuardFixture.NUMBER, NumberType.FIXED_LINE, Channel.VOICE));
    assertNull(sms(usual, NumberType.FIXED_LINE_OR_MOBILE));
  }

  @Test
  void what_a_policy_refuses_is_refused() {
    Destinations strict =
        new Destinations(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of(),
            Set.of(NumberType.VOIP, NumberType.UNKNOWN));
    assertEquals(DenialCode.NUMBER_TYPE_REFUSED, sms(strict, NumberType.VOIP));
    assertEquals(DenialCode.NUMBER_TYPE_REFUSED, sms(strict, NumberType.UNKNOWN));
    assertNull(sms(Destinations.DEFAULT, NumberType.VOIP));
    assertNull(sms(Destinations.DEFAULT, NumberType.UNKNOWN));
  }

  @Test
  void home_is_what_is_named_home() {
    Destinations italian =
        new Destinations(List.of(), List.of(), List.of(), List.of("+39"), Set.of(), Set.of());
    DestinationCheck check = new DestinationCheck(italian);
    assertTrue(check.isHome(new PhoneNumber("+393401234567")));
    assertFalse(check.isHome(new PhoneNumber("+447400123456")));
    assertFalse(new DestinationCheck(Destinations.DEFAULT).isHome(new PhoneNumber("+447400123")));
  }
}
