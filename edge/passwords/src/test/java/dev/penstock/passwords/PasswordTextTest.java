package dev.penstock.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.access.PasswordRules;
import dev.penstock.access.Settings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One text has one password, however it is spelled (RFC 8265 §4.2). */
class PasswordTextTest {
  private static Optional<String> utf8(String typed) {
    return PasswordText.utf8(typed).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** The examples of RFC 8265 §4.3 that are passwords. */
  @Test
  void theExamplesOfTheRfcAreTaken() {
    assertThat(utf8("correct horse battery staple")).contains("correct horse battery staple");
    assertThat(utf8("Correct Horse Battery Staple")).contains("Correct Horse Battery Staple");
    assertThat(utf8("\u03c0\u00df\u00e5")).contains("\u03c0\u00df\u00e5");
    assertThat(utf8("Jack of \u2666s")).contains("Jack of \u2666s");
    assertThat(utf8("foo\u1680bar")).as("an Ogham space mark").contains("foo bar");
  }

  /** The examples of RFC 8265 §4.3 that are none, and more of their kinds. */
  @Test
  void whatIsNoTextIsNotTaken() {
    List<String> none =
        List.of(
            "",
            "my cat is a \tby",
            "line\nbreak",
            "delete\u007f",
            "c1 \u0085",
            "line \u2028",
            "paragraph \u2029",
            "half a pair \ud83d",
            "the other half \ude00",
            "never a character \uffff",
            "unassigned \u0378",
            "nul\u0000");
    assertThat(none).allSatisfy(typed -> assertThat(utf8(typed)).isEmpty());
  }

  @Test
  void composedAndDecomposedAreOne() {
    assertThat(utf8("Schl\u00fcsselbrett")).isEqualTo(utf8("Schlu\u0308sselbrett")).isPresent();
    assertThat(utf8("\u212bngstr\u00f6m")).isEqualTo(utf8("A\u030angstro\u0308m")).isPresent();
  }

  @Test
  void caseAndWidthStayAsTyped() {
    assertThat(utf8("\uff30assword")).contains("\uff30assword").isNotEqualTo(utf8("Password"));
    assertThat(utf8("\ufb01sh")).as("compatibility forms are kept").contains("\ufb01sh");
  }

  @Test
  void pairsOfSurrogatesAreCharacters() {
    assertThat(utf8("\ud83d\ude00 smile")).contains("\ud83d\ude00 smile");
    assertThat(utf8("\ud83d\udc69\u200d\ud83d\udd27 joined")).as("a joiner").isPresent();
  }

  @Test
  void itsLengthIsBounded() {
    assertThat(utf8("x".repeat(PasswordText.CHARS_MAX))).isPresent();
    assertThat(utf8("x".repeat(PasswordText.CHARS_MAX + 1))).isEmpty();
  }

  /** Or who chose such a password could not have it hashed. */
  @Test
  void whatTheRulesOfPasswordsTakeIsTaken() {
    int taken = 0;
    for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x10000 ? 1 : 7) {
      String typed = "correct horse " + Character.toString(c) + " battery";
      if (PasswordRules.faults(typed, "ana", "Ana Ek", Settings.Passwords.DEFAULT).isEmpty()) {
        assertThat(utf8(PasswordRules.normal(typed))).as("%x", c).isPresent();
        taken++;
      }
    }
    assertThat(taken).isGreaterThan(50_000);
  }
}
