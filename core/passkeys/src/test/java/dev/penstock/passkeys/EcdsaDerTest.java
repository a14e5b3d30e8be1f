package dev.penstock.passkeys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaDerTest {
  /** The plain model: what the JDK's numbers write. */
  private static byte[] der(BigInteger r, BigInteger s) {
    var out = new ByteArrayOutputStream();
    for (BigInteger each : new BigInteger[] {r, s}) {
      byte[] number = each.toByteArray();
      out.write(2);
      out.write(number.length);
      out.writeBytes(number);
    }
    var whole = new ByteArrayOutputStream();
    whole.write(0x30);
    whole.write(out.size());
    whole.writeBytes(out.toByteArray());
    return whole.toByteArray();
  }

  @Test
  void aPairOfNumbersComesOutInFixedWidth() {
    Property.forAll(Gen.lists(Gen.bytes(0, 32), 2, 2))
        .cases(500, 20_000)
        .holds(pair -> {
          var r = new BigInteger(1, pair.getFirst());
          var s = new BigInteger(1, pair.getLast());
          byte[] raw = EcdsaDer.raw(der(r, s)).orElse(new byte[0]);
          // A zero is one zero byte in DER, which no signature has.
          boolean isPossible = r.signum() > 0 && s.signum() > 0;
          assertThat(raw.length).isEqualTo(isPossible ? 64 : 0);
          if (isPossible) {
            assertThat(new BigInteger(1, raw, 0, 32)).isEqualTo(r);
            assertThat(new BigInteger(1, raw, 32, 32)).isEqualTo(s);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "30",
        "3000",
        "3003020101", // one number
        "3006020101020102ff", // more behind
        "300702010102010200", // more within
        "30060201010201", // cut
        "3005020101020102", // length too small
        "3007020101020102", // length too large
        "308106020101020102", // length in long form
        "3080020101020102", // length without end
        "3106020101020102", // a set
        "3006030101020102", // no number
        "300602010102010080", // not all taken
        "3006020181020102", // negative
        "300702020001020102", // a zero too many
        "3006020100020102", // zero
        "30050200020102", // nothing
        "300602010102017f00",
        "3008020101020381" // number longer than the rest
      })
  void anyOtherSpellingIsNone(String der) {
    assertThat(EcdsaDer.raw(HexFormat.of().parseHex(der))).isEmpty();
  }

  @Test
  void aNumberHas32BytesAtMost() {
    BigInteger largest = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);
    assertThat(EcdsaDer.raw(der(largest, BigInteger.ONE))).isPresent();
    assertThat(EcdsaDer.raw(der(BigInteger.ONE, largest))).isPresent();
    assertThat(EcdsaDer.raw(der(largest.add(BigInteger.ONE), BigInteger.ONE))).isEmpty();
    assertThat(EcdsaDer.raw(der(BigInteger.ONE, largest.add(BigInteger.ONE)))).isEmpty();
  }

  /** What is taken has no other spelling that is taken. */
  @Test
  void everyTakenSpellingIsTheOnlyOne() {
    byte[] good = der(new BigInteger("80", 16), BigInteger.TEN);
    int taken = 0;
    for (int at = 0; at < good.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = good.clone();
        changed[at] = (byte) value;
        byte[] raw = EcdsaDer.raw(changed).orElse(new byte[0]);
        if (raw.length > 0) {
          taken++;
          var r = new BigInteger(1, raw, 0, 32);
          var s = new BigInteger(1, raw, 32, 32);
          assertThat(der(r, s)).isEqualTo(changed);
        }
      }
    }
    assertThat(taken).isGreaterThan(200);
  }

  @Test
  void noBytesThrow() {
    Property.forAll(Gen.bytes(0, 80))
        .describedBy(Arrays::toString)
        .cases(2_000, Deep.cases(2_000, 200_000))
        .holds(bytes -> assertThat(EcdsaDer.raw(bytes)).isNotNull());
  }
}
