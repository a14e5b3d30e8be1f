package dev.penstock.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Req: 62443-4-2 CR 1.1 RE(2). */
class TotpTest {
  private static final Bytes SECRET =
      Bytes.of("12345678901234567890".getBytes(StandardCharsets.US_ASCII));

  private static final Instant NOW = Instant.ofEpochSecond(1_111_111_109L);

  /** RFC 6238 appendix B gives eight digits; an app shows the last six of them. */
  @ParameterizedTest
  @CsvSource({
    "59, 94287082",
    "1111111109, 07081804",
    "1111111111, 14050471",
    "1234567890, 89005924",
    "2000000000, 69279037",
    "20000000000, 65353130"
  })
  void theCodesAreThoseOfTheStandard(long second, String eight) {
    long step = Totp.stepAt(Instant.ofEpochSecond(second));
    assertThat(Totp.code(SECRET, step)).isEqualTo(eight.substring(2));
  }

  /** RFC 4226 appendix D: count, truncated. */
  @Test
  void theTruncationIsThatOfTheStandard() {
    List<Integer> truncated =
        List.of(
            0x4c93cf18,
            0x41397eea,
            0x082fef30,
            0x66ef7655,
            0x61c5938a,
            0x33c083d4,
            0x7256c032,
            0x04e5b397,
            0x2823443f,
            0x2679dc69);
    for (int count = 0; count < truncated.size(); count++) {
      assertThat(Totp.truncated(Totp.hmac(SECRET, count))).isEqualTo(truncated.get(count));
    }
  }

  @Test
  void aCodeIsAcceptedOneStepEarlyOrLateAndNoFurther() {
    long step = Totp.stepAt(NOW);
    for (long at = step - 1; at <= step + 1; at++) {
      assertThat(Totp.judge(SECRET, -1, Totp.code(SECRET, at), NOW))
          .isEqualTo(new Totp.Judged.Right(at));
    }
    assertThat(Totp.judge(SECRET, -1, Totp.code(SECRET, step - 2), NOW))
        .isEqualTo(new Totp.Judged.Wrong());
    assertThat(Totp.judge(SECRET, -1, Totp.code(SECRET, step + 2), NOW))
        .isEqualTo(new Totp.Judged.Wrong());
  }

  @Test
  void aStepThatWasUsedIsNotAcceptedAgainNorOneBeforeIt() {
    long step = Totp.stepAt(NOW);
    assertThat(Totp.judge(SECRET, step, Totp.code(SECRET, step), NOW))
        .isEqualTo(new Totp.Judged.Wrong());
    assertThat(Totp.judge(SECRET, step, Totp.code(SECRET, step - 1), NOW))
        .isEqualTo(new Totp.Judged.Wrong());
    assertThat(Totp.judge(SECRET, step, Totp.code(SECRET, step + 1), NOW))
        .isEqualTo(new Totp.Judged.Right(step + 1));
  }

  @Test
  void whatIsNoCodeIsWrong() {
    for (String code : List.of("", "12345", "1234567", "abcdef", "٠١٢٣٤٥", "-12345")) {
      assertThat(Totp.judge(SECRET, -1, code, NOW)).isEqualTo(new Totp.Judged.Wrong());
    }
  }

  /** RFC 4648 §10, without padding. */
  @ParameterizedTest
  @CsvSource({"f, MY", "fo, MZXQ", "foo, MZXW6", "foob, MZXW6YQ", "fooba, MZXW6YTB"})
  void theSecretIsTypedInBase32(String plain, String base32) {
    assertThat(Totp.base32(Bytes.of(plain.getBytes(StandardCharsets.US_ASCII)))).isEqualTo(base32);
  }

  @Test
  void anAddressForAppsEscapesNames() {
    assertThat(Totp.uri(SECRET, "Mill & Söhne", "eva"))
        .startsWith("otpauth://totp/Mill%20%26%20S%C3%B6hne:eva?secret=GEZDGNBVGY3TQOJQ")
        .endsWith("&issuer=Mill%20%26%20S%C3%B6hne&algorithm=SHA1&digits=6&period=30");
  }
}
