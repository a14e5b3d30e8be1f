package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class CborReaderTest {
  private static final CborLimits LIMITS = CborLimits.ofBytes(1 << 20);

  private static CborReader reading(String hex) {
    var reader = new CborReader(LIMITS);
    reader.reset(HexFormat.of().parseHex(hex));
    return reader;
  }

  private static Optional<Refusal> skipping(String hex) {
    CborReader reader = reading(hex);
    reader.skip();
    return reader.end();
  }

  /** Bytes that break one rule each, with the place where it breaks. */
  record Broken(String hex, int offset, CborReason reason) {}

  static Set<Broken> broken() {
    var all = new HashSet<>(brokenHeads());
    all.addAll(brokenContents());
    return all;
  }

  private static Set<Broken> brokenHeads() {
    return Set.of(
        new Broken("", 0, CborReason.TRUNCATED),
        new Broken("18", 0, CborReason.TRUNCATED),
        new Broken("1b00000000000000", 0, CborReason.TRUNCATED),
        new Broken("8201", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("828100", 3, CborReason.TRUNCATED),
        new Broken("c1", 1, CborReason.TRUNCATED),
        new Broken("4401ff00", 0, CborReason.LENGTH_BEYOND_INPUT),
        // Lengths of 2^31, 2^63 and 2^64 - 1.
        new Broken("5a80000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("7a80000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("9a80000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("ba80000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("5b8000000000000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("9b8000000000000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("bb8000000000000000", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("bbffffffffffffffff", 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("a201010202".substring(0, 8), 0, CborReason.LENGTH_BEYOND_INPUT),
        new Broken("0000", 1, CborReason.TRAILING_BYTES),
        new Broken("1c", 0, CborReason.RESERVED_HEAD),
        new Broken("1f", 0, CborReason.RESERVED_HEAD),
        new Broken("df", 0, CborReason.RESERVED_HEAD),
        new Broken("5d", 0, CborReason.RESERVED_HEAD),
        new Broken("fc", 0, CborReason.RESERVED_HEAD),
        new Broken("5f4100ff", 0, CborReason.INDEFINITE_LENGTH),
        new Broken("7fff", 0, CborReason.INDEFINITE_LENGTH),
        new Broken("819fff", 1, CborReason.INDEFINITE_LENGTH),
        new Broken("bfff", 0, CborReason.INDEFINITE_LENGTH),
        new Broken("81ff", 1, CborReason.UNEXPECTED_BREAK),
        new Broken("1817", 0, CborReason.NOT_SHORTEST),
        new Broken("1900ff", 0, CborReason.NOT_SHORTEST),
        new Broken("1a0000ffff", 0, CborReason.NOT_SHORTEST),
        new Broken("1b00000000ffffffff", 0, CborReason.NOT_SHORTEST),
        new Broken("3800", 0, CborReason.NOT_SHORTEST),
        new Broken("580100", 0, CborReason.NOT_SHORTEST),
        new Broken("780161", 0, CborReason.NOT_SHORTEST),
        new Broken("980100", 0, CborReason.NOT_SHORTEST),
        new Broken("b8010000", 0, CborReason.NOT_SHORTEST),
        new Broken("d81700", 0, CborReason.NOT_SHORTEST),
        new Broken("fa3fc00000", 0, CborReason.FLOAT_NOT_SHORTEST),
        new Broken("fb3ff8000000000000", 0, CborReason.FLOAT_NOT_SHORTEST),
        new Broken("fb7ff0000000000000", 0, CborReason.FLOAT_NOT_SHORTEST),
        new Broken("fa80000000", 0, CborReason.FLOAT_NOT_SHORTEST),
        new Broken("f97e01", 0, CborReason.NAN_NOT_CANONICAL),
        new Broken("f9fe00", 0, CborReason.NAN_NOT_CANONICAL),
        new Broken("fa7fc00000", 0, CborReason.NAN_NOT_CANONICAL),
        new Broken("fb7ff8000000000000", 0, CborReason.NAN_NOT_CANONICAL),
        new Broken("c24100", 1, CborReason.BIGNUM_NOT_PREFERRED),
        new Broken("c348ffffffffffffffff", 1, CborReason.BIGNUM_NOT_PREFERRED),
        new Broken("c249000000000000000000", 1, CborReason.BIGNUM_NOT_PREFERRED),
        new Broken("c240", 1, CborReason.BIGNUM_NOT_PREFERRED),
        new Broken("c200", 1, CborReason.BIGNUM_NOT_PREFERRED));
  }

  private static Set<Broken> brokenContents() {
    return Set.of(
        new Broken("f7", 0, CborReason.SIMPLE_VALUE),
        new Broken("e0", 0, CborReason.SIMPLE_VALUE),
        new Broken("f8ff", 0, CborReason.SIMPLE_VALUE),
        new Broken("f818", 0, CborReason.SIMPLE_VALUE),
        // Overlong, surrogate, beyond U+10FFFF, lone continuation, cut short, no UTF-8 lead.
        new Broken("62c080", 1, CborReason.INVALID_UTF8),
        new Broken("63e09f80", 1, CborReason.INVALID_UTF8),
        new Broken("6461eda080", 2, CborReason.INVALID_UTF8),
        new Broken("64f4908080", 1, CborReason.INVALID_UTF8),
        new Broken("64f08f8080", 1, CborReason.INVALID_UTF8),
        new Broken("6180", 1, CborReason.INVALID_UTF8),
        new Broken("62e6b0", 1, CborReason.INVALID_UTF8),
        new Broken("61ff", 1, CborReason.INVALID_UTF8),
        new Broken("63e6b061", 1, CborReason.INVALID_UTF8),
        new Broken("a2020001" + "00", 3, CborReason.KEY_ORDER),
        new Broken("a220000a00", 3, CborReason.KEY_ORDER),
        new Broken("a262616100617a00", 5, CborReason.KEY_ORDER),
        new Broken("a2810200810100", 4, CborReason.KEY_ORDER),
        new Broken("a201000100", 3, CborReason.KEY_DUPLICATE),
        new Broken("81a2a000a000", 4, CborReason.KEY_DUPLICATE),
        new Broken("81".repeat(17) + "00", 16, CborReason.TOO_DEEP),
        new Broken("c1".repeat(17) + "00", 16, CborReason.TOO_DEEP),
        new Broken("81".repeat(10_000) + "00", 16, CborReason.TOO_DEEP));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void whatBreaksARuleIsRefusedWithPlaceAndReason(Broken broken) {
    assertThat(skipping(broken.hex)).contains(new Refusal(broken.offset, broken.reason));
    assertThat(CborValue.decode(HexFormat.of().parseHex(broken.hex), LIMITS))
        .isEqualTo(new Decoded.Refused<>(new Refusal(broken.offset, broken.reason)));
  }

  @Test
  void everyReasonIsGivenToSomebody() {
    var given = EnumSet.noneOf(CborReason.class);
    for (Broken broken : broken()) {
      given.add(broken.reason);
    }
    // These depend on what the caller asks for and are shown in the tests below.
    given.addAll(
        EnumSet.of(
            CborReason.WRONG_TYPE,
            CborReason.WRONG_COUNT,
            CborReason.WRONG_LENGTH,
            CborReason.OUT_OF_RANGE,
            CborReason.UNREAD_ITEMS,
            CborReason.INPUT_TOO_LONG));
    assertThat(given).isEqualTo(EnumSet.allOf(CborReason.class));
  }

  @Test
  void aDecoderReadsStraightThroughAndAsksOnce() {
    record Named(long seq, String name) {}
    CborReader reader = reading("8207616e");
    reader.expectArray(2);
    long seq = reader.unsigned();
    String name = reader.text(64);
    assertThat(reader.end(() -> new Named(seq, name)))
        .isEqualTo(new Decoded.Value<>(new Named(7, "n")));
  }

  @Test
  void theSupplierRunsOnlyWhenAllWasWell() {
    CborReader reader = reading("820761");
    reader.expectArray(2);
    long seq = reader.unsigned();
    String name = reader.text(64);
    Decoded<String> outcome =
        reader.end(() -> {
          throw new AssertionError("ran for " + seq + name);
        });
    assertThat(outcome)
        .isEqualTo(new Decoded.Refused<>(new Refusal(2, CborReason.LENGTH_BEYOND_INPUT)));
  }

  @Test
  void theFirstFaultStaysAndEveryLaterAnswerIsNeutral() {
    CborReader reader = reading("82" + "1817" + "182a");
    reader.expectArray(2);
    assertThat(reader.unsigned()).isZero();
    assertThat(reader.isRefused()).isTrue();
    assertThat(reader.unsigned()).isZero();
    assertThat(reader.unsigned64()).isZero();
    assertThat(reader.negative64()).isZero();
    assertThat(reader.integer()).isZero();
    assertThat(reader.float64()).isZero();
    assertThat(reader.bool()).isFalse();
    assertThat(reader.takeNull()).isFalse();
    assertThat(reader.bytes(9)).isEmpty();
    assertThat(reader.bytesExactly(3)).containsExactly(0, 0, 0);
    assertThat(reader.bytesInPlace(9)).isZero();
    assertThat(reader.text(9)).isEmpty();
    assertThat(reader.textInPlace(9)).isZero();
    assertThat(reader.contentBytes()).isZero();
    assertThat(reader.array()).isZero();
    assertThat(reader.map()).isZero();
    assertThat(reader.tag()).isZero();
    assertThat(reader.peek()).isEqualTo(CborType.NONE);
    assertThat(reader.hasNext()).isFalse();
    reader.expectArray(1);
    reader.expectMap(1);
    reader.expectTag(1);
    reader.expectNull();
    reader.skip();
    reader.refuse(CborReason.OUT_OF_RANGE);
    assertThat(reader.end()).contains(new Refusal(1, CborReason.NOT_SHORTEST));
    assertThat(reader.end()).contains(new Refusal(1, CborReason.NOT_SHORTEST));
  }

  @Test
  void anotherTypeThanExpectedIsRefused() {
    record Ask(String hex, Consumer<CborReader> question) {}
    var asks =
        Arrays.asList(
            new Ask("20", r -> assertThat(r.unsigned()).isZero()),
            new Ask("20", r -> assertThat(r.unsigned64()).isZero()),
            new Ask("00", r -> assertThat(r.negative64()).isZero()),
            new Ask("6130", r -> assertThat(r.integer()).isZero()),
            new Ask("6130", r -> assertThat(r.bytes(9)).isEmpty()),
            new Ask("4130", r -> assertThat(r.text(9)).isEmpty()),
            new Ask("f6", r -> assertThat(r.bool()).isFalse()),
            new Ask("f90000", r -> assertThat(r.bool()).isFalse()),
            new Ask("f5", r -> assertThat(r.float64()).isZero()),
            new Ask("00", r -> assertThat(r.float64()).isZero()),
            new Ask("f5", CborReader::expectNull),
            new Ask("00", CborReader::expectNull),
            new Ask("a0", r -> assertThat(r.array()).isZero()),
            new Ask("80", r -> assertThat(r.map()).isZero()),
            new Ask("80", r -> r.expectMap(0)),
            new Ask("a0", r -> r.expectArray(0)),
            new Ask("00", r -> assertThat(r.tag()).isZero()),
            new Ask("d100", r -> r.expectTag(18)),
            new Ask("00", r -> r.expectTag(0)));
    for (Ask ask : asks) {
      CborReader reader = reading(ask.hex);
      ask.question.accept(reader);
      assertThat(reader.end()).as(ask.hex).contains(new Refusal(0, CborReason.WRONG_TYPE));
    }
  }

  @Test
  void aCountOrLengthOtherThanExpectedIsRefused() {
    CborReader array = reading("8100");
    array.expectArray(2);
    assertThat(array.end()).contains(new Refusal(0, CborReason.WRONG_COUNT));

    CborReader map = reading("a10000");
    map.expectMap(0);
    assertThat(map.end()).contains(new Refusal(0, CborReason.WRONG_COUNT));

    CborReader bytes = reading("43010203");
    assertThat(bytes.bytes(2)).isEmpty();
    assertThat(bytes.end()).contains(new Refusal(0, CborReason.WRONG_LENGTH));

    CborReader exact = reading("43010203");
    assertThat(exact.bytesExactly(4)).containsExactly(0, 0, 0, 0);
    assertThat(exact.end()).contains(new Refusal(0, CborReason.WRONG_LENGTH));
  }

  @ParameterizedTest
  @CsvSource({"1b8000000000000000", "3b8000000000000000", "1bffffffffffffffff"})
  void aNumberThatALongCannotHoldIsOutOfRange(String hex) {
    CborReader reader = reading(hex);
    assertThat(reader.integer()).isZero();
    assertThat(reader.end()).contains(new Refusal(0, CborReason.OUT_OF_RANGE));
  }

  @Test
  void aNumberOutsideTheCallersRangeIsRefused() {
    CborReader unsigned = reading("1818");
    assertThat(unsigned.unsigned(23)).isZero();
    assertThat(unsigned.end()).contains(new Refusal(0, CborReason.OUT_OF_RANGE));

    CborReader below = reading("21");
    assertThat(below.integer(-1, 5)).isZero();
    assertThat(below.end()).contains(new Refusal(0, CborReason.OUT_OF_RANGE));

    CborReader inside = reading("21");
    assertThat(inside.integer(-2, -2)).isEqualTo(-2);
    assertThat(inside.end()).isEmpty();
  }

  @Test
  void theWidestNumbersAreReadAsBits() {
    CborReader reader = reading("821bffffffffffffffff3bffffffffffffffff");
    reader.expectArray(2);
    assertThat(reader.unsigned64()).isEqualTo(-1L);
    assertThat(reader.negative64()).isEqualTo(-1L);
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void itemsThatNobodyReadAreRefused() {
    CborReader reader = reading("820102");
    assertThat(reader.array()).isEqualTo(2);
    assertThat(reader.unsigned()).isEqualTo(1);
    assertThat(reader.end()).contains(new Refusal(2, CborReason.UNREAD_ITEMS));
  }

  @Test
  void anInputOverTheByteBudgetIsRefusedUnread() {
    var reader = new CborReader(CborLimits.ofBytes(3));
    reader.reset(new byte[] {0, 0, 0, 0}, 0, 4);
    assertThat(reader.isRefused()).isTrue();
    assertThat(reader.end()).contains(new Refusal(0, CborReason.INPUT_TOO_LONG));
    reader.reset(new byte[] {0, 0x42, 1, 2}, 1, 3);
    assertThat(reader.bytes(9)).containsExactly(1, 2);
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void aSmallerDepthIsKept() {
    var reader = new CborReader(new CborLimits(100, 1));
    reader.reset(HexFormat.of().parseHex("818100"));
    reader.skip();
    assertThat(reader.end()).contains(new Refusal(1, CborReason.TOO_DEEP));
    reader.reset(HexFormat.of().parseHex("8180"));
    reader.skip();
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void placesAreIndexesInTheArrayThatWasGiven() {
    byte[] around = HexFormat.of().parseHex("ffff8143010203ff");
    var reader = new CborReader(LIMITS);
    reader.reset(around, 2, 5);
    reader.expectArray(1);
    assertThat(reader.at()).isEqualTo(3);
    assertThat(reader.bytesInPlace(3)).isEqualTo(3);
    assertThat(reader.contentAt()).isEqualTo(4);
    assertThat(reader.at()).isEqualTo(7);
    assertThat(reader.end()).isEmpty();

    reader.reset(around, 2, 6);
    reader.skip();
    assertThat(reader.end()).contains(new Refusal(7, CborReason.TRAILING_BYTES));
  }

  @Test
  void bytesAreCopiedToTheirPlace() {
    byte[] into = new byte[5];
    CborReader reader = reading("43010203");
    reader.bytesExactly(3, into, 1);
    assertThat(reader.end()).isEmpty();
    assertThat(into).containsExactly(0, 1, 2, 3, 0);
  }

  @Test
  void aNullIsTakenOnlyWhereOneStands() {
    CborReader reader = reading("82f600");
    reader.expectArray(2);
    assertThat(reader.takeNull()).isTrue();
    assertThat(reader.takeNull()).isFalse();
    assertThat(reader.unsigned()).isZero();
    assertThat(reader.takeNull()).isFalse();
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void aSequenceOfItemsIsReadOneByOne() {
    CborReader reader = reading("018102f4");
    int items = 0;
    while (reader.hasNext()) {
      reader.skip();
      items++;
    }
    assertThat(items).isEqualTo(3);
    assertThat(reader.end()).isEmpty();
  }

  @Test
  void theNextItemsKindIsSeenWithoutTakingIt() {
    CborReader reader = reading("8a" + "0020" + "4060" + "80a0" + "c100" + "f5f6" + "f93c00");
    reader.expectArray(10);
    for (CborType expected :
        new CborType[] {
          CborType.UNSIGNED,
          CborType.NEGATIVE,
          CborType.BYTES,
          CborType.TEXT,
          CborType.ARRAY,
          CborType.MAP,
          CborType.TAG,
          CborType.BOOL,
          CborType.NULL,
          CborType.FLOAT
        }) {
      assertThat(reader.peek()).isEqualTo(expected);
      assertThat(reader.peek()).isEqualTo(expected);
      reader.skip();
    }
    assertThat(reader.end()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'', TRUNCATED", "f7, SIMPLE_VALUE", "ff, UNEXPECTED_BREAK", "fd, RESERVED_HEAD"})
  void lookingAtNothingReadableIsAFault(String hex, CborReason reason) {
    CborReader reader = reading(hex);
    assertThat(reader.peek()).isEqualTo(CborType.NONE);
    assertThat(reader.end()).contains(new Refusal(0, reason));
  }

  @Test
  void aKeyFaultWinsOverTheValueThatCarriedIt() {
    CborReader reader = reading("a201000105");
    assertThat(reader.map()).isEqualTo(2);
    assertThat(reader.unsigned()).isEqualTo(1);
    assertThat(reader.unsigned()).isZero();
    assertThat(reader.unsigned()).isZero();
    assertThat(reader.end()).contains(new Refusal(3, CborReason.KEY_DUPLICATE));
  }

  @Test
  void aCallersOwnReasonPointsAtTheItemReadLast() {
    enum Ours implements RefusalReason {
      ODD;

      @Override
      public String text() {
        return "the number is odd";
      }
    }

    CborReader reader = reading("820203");
    reader.expectArray(2);
    for (int i = 0; i < 2; i++) {
      if (reader.unsigned() % 2 == 1) {
        reader.refuse(Ours.ODD);
      }
    }
    Refusal refusal = new Refusal(2, Ours.ODD);
    assertThat(reader.end()).contains(refusal);
    assertThat(refusal).hasToString("ODD at byte 2: the number is odd");
  }

  @Test
  void aReaderIsUsedAgainAfterARefusal() {
    CborReader reader = reading("8181ff");
    reader.skip();
    assertThat(reader.end()).isPresent();
    reader.reset(new byte[] {0x05});
    assertThat(reader.unsigned()).isEqualTo(5);
    assertThat(reader.end()).isEmpty();
  }
}
