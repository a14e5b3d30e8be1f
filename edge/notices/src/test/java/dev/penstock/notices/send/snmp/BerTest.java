package dev.penstock.notices.send.snmp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.penstock.notices.send.Secret;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class BerTest {
  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** The JDK's own shortest two's complement is the judge. */
  @Test
  void wholeNumbersAreTheShortest() {
    Property.forAll(Gen.seeds())
        .cases(1_000, 100_000)
        .holds(value -> {
          for (int shift = 0; shift < 64; shift++) {
            byte[] content = BigInteger.valueOf(value >> shift).toByteArray();
            assertThat(Ber.integer(value >> shift)).isEqualTo(Ber.element(Ber.INTEGER, content));
          }
        });
    assertThat(hex(Ber.integer(0))).isEqualTo("020100");
    assertThat(hex(Ber.integer(128))).isEqualTo("02020080");
    assertThat(hex(Ber.timeTicks(0x1_ffff_ffffL))).isEqualTo("430500ffffffff");
  }

  /** X.690 §8.19.5 has 2.100.3 as 06 03 813403. */
  @Test
  void identifiersAreAsX690Says() {
    assertThat(hex(Ber.oid(Oid.of("2.100.3")))).isEqualTo("0603813403");
    assertThat(hex(Ber.oid(Oid.of("1.3.6.1.6.3.1.1.4.1.0")))).isEqualTo("060a2b060106030101040100");
    assertThat(hex(Ber.oid(Oid.of("1.3.4294967295")))).isEqualTo("06062b8fffffff7f");
    for (String bad : List.of("", "1", "3.1", "1.40", "1.03", "1.3.", "1.3.4294967296", "1.3.x")) {
      assertThatIllegalArgumentException()
          .as(bad)
          .isThrownBy(() -> {
            var _ = Oid.of(bad);
          });
    }
  }

  @Test
  void longContentsHaveLongLengths() {
    assertThat(hex(Arrays.copyOf(Ber.octets(new byte[127]), 2))).isEqualTo("047f");
    assertThat(hex(Arrays.copyOf(Ber.octets(new byte[128]), 3))).isEqualTo("048180");
    assertThat(hex(Arrays.copyOf(Ber.octets(new byte[300]), 4))).isEqualTo("0482012c");
  }

  @Test
  void noAnswerOfAnyBytesMakesItThrow() {
    byte[] good =
        Ber.element(
            Ber.SEQUENCE,
            Ber.integer(1),
            Ber.octets("public".getBytes(StandardCharsets.US_ASCII)),
            Ber.element(
                Ber.RESPONSE,
                Ber.integer(77),
                Ber.integer(5),
                Ber.integer(0),
                Ber.sequence(List.of())));
    assertThat(Response.decode(good, good.length)).contains(new Response(77, 5));
    for (int length = 0; length < good.length; length++) {
      assertThat(Response.decode(good, length)).isEmpty();
    }
    for (int at = 0; at < good.length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] changed = good.clone();
        changed[at] = (byte) value;
        var _ = Response.decode(changed, changed.length);
      }
    }
    Property.forAll(Gen.bytes(0, 60))
        .cases(2_000, 100_000)
        .holds(bytes -> {
          var _ = Response.decode(bytes, bytes.length);
        });
  }

  @Test
  void keysAreOfOneEngineOnly() {
    byte[] one = UserSecurity.engine(Oid.of("1.3.6.1.4.1.32473.1"), "plant7");
    byte[] other = UserSecurity.engine(Oid.of("1.3.6.1.4.1.32473.1"), "plant8");
    assertThat(hex(one)).startsWith("80007ed905").hasSize(26);
    assertThat(UserSecurity.localized(Secret.of("maplesyrup"), one))
        .hasSize(32)
        .isNotEqualTo(UserSecurity.localized(Secret.of("maplesyrup"), other));
  }
}
