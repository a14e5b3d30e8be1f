package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.access.PasswordRules.Fault;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Req: 62443-4-2 CR 1.7. */
class PasswordRulesTest {
  private static Set<Fault> faults(String password) {
    return PasswordRules.faults(password, "eva", "Eva Ek", Settings.Passwords.DEFAULT);
  }

  @Test
  void lengthIsWhatCounts() {
    assertThat(faults("river-stone")).containsExactly(Fault.TOO_SHORT);
    assertThat(faults("river-stones")).isEmpty();
    assertThat(faults("riv er sto nes and hills, by night")).isEmpty();
    assertThat(faults("brücke über den fluß")).isEmpty();
    assertThat(faults("river-stones".repeat(10) + "12345678")).isEmpty();
    assertThat(faults("river-stones".repeat(10) + "123456789")).containsExactly(Fault.TOO_LONG);
    assertThat(faults("x".repeat(1_000_000))).containsExactly(Fault.TOO_LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Password1234!",
        "administrator",
        "qwertyuiop12",
        "111111111111",
        "abcabcabcabc",
        "123456789012",
        "abcdefghijklm",
        "correct horse battery staple",
        "Simatic-2026!!"
      })
  void whatIsTriedFirstIsRefused(String password) {
    assertThat(faults(password)).contains(Fault.COMMON);
  }

  @Test
  void theNameIsNotInIt() {
    assertThat(faults("the river of EVA at night")).containsExactly(Fault.NAME);
    assertThat(PasswordRules.faults("a long old river", "lo", "", Settings.Passwords.DEFAULT))
        .isEmpty();
  }

  @Test
  void aControlCharacterCannotBeTypedAgain() {
    assertThat(faults("river\u0000stones")).containsExactly(Fault.NOT_TEXT);
    assertThat(faults("river\nstones and")).containsExactly(Fault.NOT_TEXT);
  }

  @Test
  void kindsOfCharactersAreAskedForOnlyWhenTheSiteWantsThem() {
    var strict = new Settings.Passwords(12, 4, 5);
    assertThat(PasswordRules.faults("river-stones", "eva", "Eva", strict))
        .containsExactly(Fault.TOO_FEW_KINDS);
    assertThat(PasswordRules.faults("River-stones7", "eva", "Eva", strict)).isEmpty();
  }

  /** Two keyboards spell one letter in two ways. */
  @Test
  void whatLooksTheSameIsTheSame() {
    assertThat(PasswordRules.normal("bru\u0308cke")).isEqualTo(PasswordRules.normal("brücke"));
  }

  @Test
  void numbersOutOfTheirRangeAreRefused() {
    assertThatThrownBy(() -> new Settings.Passwords(7, 1, 5))
        .hasMessage("shortest password is 7, must be 8..64");
    assertThatThrownBy(() ->
            new Settings.Sitting(
                Duration.ofDays(1), Duration.ofHours(12), 3, Duration.ofMinutes(5)))
        .hasMessageContaining("idle lock is PT24H, must be PT1M..PT4H");
  }
}
