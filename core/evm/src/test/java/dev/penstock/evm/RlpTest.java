package dev.penstock.evm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RlpTest {
  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The yellow paper's appendix B and the examples everybody has. */
  @Test
  void writesTheKnownExamples() {
    assertThat(Rlp.bytes(ascii("dog"))).isEqualTo(hex("83646f67"));
    assertThat(Rlp.list(List.of(Rlp.bytes(ascii("cat")), Rlp.bytes(ascii("dog")))))
        .isEqualTo(hex("c88363617483646f67"));
    assertThat(Rlp.bytes(new byte[0])).isEqualTo(hex("80"));
    assertThat(Rlp.list(List.of())).isEqualTo(hex("c0"));
    assertThat(Rlp.number(0)).isEqualTo(hex("80"));
    assertThat(Rlp.number(15)).isEqualTo(hex("0f"));
    assertThat(Rlp.number(1024)).isEqualTo(hex("820400"));
    assertThat(Rlp.number(BigInteger.ONE.shiftLeft(255))).isEqualTo(hex("a08" + "0".repeat(63)));
    assertThat(Rlp.bytes(ascii("Lorem ipsum dolor sit amet, consectetur adipisicing elit")))
        .startsWith(hex("b8384c6f72656d"));
    assertThat(Rlp.bytes(new byte[1024])).startsWith(hex("b9040000"));
    byte[] empty = Rlp.list(List.of());
    byte[] one = Rlp.list(List.of(empty));
    assertThat(Rlp.list(List.of(empty, one, Rlp.list(List.of(empty, one)))))
        .isEqualTo(hex("c7c0c1c0c3c0c1c0"));
    assertThatThrownBy(() -> Rlp.number(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "8105, a byte below 0x80 has a head",
    "b80141, a length is not in its shortest form",
    "b90038, a length is not in its shortest form",
    "8261, longer than what it stands in",
    "b8, longer than what it stands in",
    "bfffffffffffffffff, longer than what it stands in",
    "bbffffffff, longer than what it stands in",
    "c28105, a byte below 0x80 has a head",
    "c2826161, longer than what it stands in",
    "c0c0, bytes follow",
    "'', an item is missing",
  })
  void anotherSpellingIsRefused(String digits, String why) {
    var in = new RlpReader(hex(digits));
    in.skip();
    assertThat(in.end().orElse("taken")).contains(why);
  }

  @Test
  void readsWhatItWrote() {
    byte[] list =
        Rlp.list(List.of(Rlp.number(7), Rlp.list(List.of(Rlp.bytes(ascii("a")))), Rlp.number(300)));
    var in = new RlpReader(list);
    in.list();
    assertThat(in.number(9)).isEqualTo(7);
    in.list();
    assertThat(in.bytes(1)).isEqualTo(ascii("a"));
    assertThat(in.hasNext()).isFalse();
    in.leave();
    assertThat(in.number(300)).isEqualTo(300);
    in.leave();
    assertThat(in.end()).isEmpty();
  }

  @Test
  void theFirstFaultStays() {
    var in = new RlpReader(hex("c3010203"));
    in.list();
    assertThat(in.number(0)).isZero();
    assertThat(in.bytesExactly(3)).isEqualTo(new byte[3]);
    in.list();
    in.leave();
    assertThat(in.isRefused()).isTrue();
    assertThat(in.end()).contains("a number is above 0 (byte 1)");
  }

  @Test
  void anUnreadItemIsAFault() {
    var in = new RlpReader(hex("c20102"));
    in.list();
    assertThat(in.number(9)).isEqualTo(1);
    in.leave();
    assertThat(in.end()).contains("a list holds more items than it should (byte 2)");
  }

  @Test
  void aNumberHasNoLeadingZeroAndFits() {
    var zero = new RlpReader(hex("820001"));
    assertThat(zero.number(Long.MAX_VALUE)).isZero();
    assertThat(zero.end()).map(why -> why.contains("leading zero")).contains(true);
    var large = new RlpReader(hex("88ffffffffffffffff"));
    assertThat(large.number(Long.MAX_VALUE)).isZero();
    assertThat(large.end()).isPresent();
  }

  @Test
  void deepListsAreRefused() {
    byte[] deep = Rlp.list(List.of());
    for (int i = 0; i < 20; i++) {
      deep = Rlp.list(List.of(deep));
    }
    var in = new RlpReader(deep);
    in.skip();
    assertThat(in.end().orElse("taken")).contains("nested deeper");
  }

  @Test
  void noBytesMakeItThrow() {
    Property.forAll(Gen.seeds())
        .cases(2_000, 100_000)
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] bytes = new byte[random.nextInt(40)];
          random.nextBytes(bytes);
          if (bytes.length > 0 && random.nextBoolean()) {
            bytes[0] = (byte) (Rlp.LIST + bytes.length - 1);
          }
          assertThatCode(() -> ignored(bytes)).doesNotThrowAnyException();
        });
  }

  private static Optional<String> ignored(byte[] bytes) {
    var in = new RlpReader(bytes);
    in.list();
    while (in.hasNext()) {
      in.skip();
    }
    in.leave();
    return in.end();
  }
}
