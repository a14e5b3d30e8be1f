package dev.penstock.passwords;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One text has one password, however it is spelled (RFC 8265 §4.2). */
class PasswordTextTest {
  private static Optional<String> utf8(String typed) {
    return PasswordText.utf8(typed.toCharArray())
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
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
            "zero\u200bwidth",
            "joined\u200d",
            "right to left \u202e",
            "line \u2028",
            "paragraph \u2029",
            "private \ue000",
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
  }

  @Test
  void itsLengthIsBounded() {
    assertThat(utf8("x".repeat(PasswordText.CHARS_MAX))).isPresent();
    assertThat(utf8("x".repeat(PasswordText.CHARS_MAX + 1))).isEmpty();
  }

  @Test
  void whatWasTypedIsLeftAsItWas() {
    char[] typed = "Schlu\u0308ssel".toCharArray();
    assertThat(PasswordText.utf8(typed)).isPresent();
    assertThat(new String(typed)).isEqualTo("Schlu\u0308ssel");
  }
}
