package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.HexFormat;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What must hold for every value and for every run of bytes. */
class CborPropertyTest {
  private static final CborLimits LIMITS = CborLimits.ofBytes(1 << 20);

  private static Property<Long> forAnySeed() {
    return Property.forAll(Gen.seeds()).cases(3_000, 200_000);
  }

  @Test
  void everyValueComesBackFromItsBytes() {
    forAnySeed()
        .holds(seed -> {
          CborValue value = new Values(seed).any(5);
          byte[] bytes = value.encode();
          assertThat(CborValue.decode(bytes, LIMITS)).isEqualTo(new Decoded.Value<>(value));
        });
  }

  @Test
  void whatIsTakenIsExactlyWhatWouldBeWritten() {
    int[] taken = {0};
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.damaged(values.any(4).encode());
          if (CborValue.decode(bytes, LIMITS) instanceof Decoded.Value<CborValue>(var value)) {
            taken[0]++;
            assertThat(value.encode()).as(HexFormat.of().formatHex(bytes)).isEqualTo(bytes);
          }
        });
    assertThat(taken[0]).as("damaged inputs that were still one value").isGreaterThan(100);
  }

  @Test
  void randomBytesNeverThrowAndAreTakenOnlyInTheirOneForm() {
    Property.forAll(Gen.bytes(0, 40))
        .cases(5_000, 500_000)
        .describedBy(bytes -> HexFormat.of().formatHex(bytes))
        .holds(bytes -> {
          switch (CborValue.decode(bytes, LIMITS)) {
            case Decoded.Value<CborValue>(var value) -> assertThat(value.encode()).isEqualTo(bytes);
            case Decoded.Refused<CborValue>(var refusal) ->
                assertThat(refusal.offset()).isBetween(0, bytes.length);
          }
        });
  }

  @Test
  void steppingOverAnItemJudgesAsReadingItDoes() {
    var reader = new CborReader(LIMITS);
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.damaged(values.any(4).encode());
          reader.reset(bytes);
          reader.skip();
          Optional<Refusal> skipped = reader.end();
          Optional<Refusal> read =
              CborValue.decode(bytes, LIMITS) instanceof Decoded.Refused<CborValue>(var refusal)
                  ? Optional.of(refusal)
                  : Optional.empty();
          assertThat(skipped).as(HexFormat.of().formatHex(bytes)).isEqualTo(read);
        });
  }

  /** What records look like: a flat array, numbers at the edges of their widths, a small map. */
  private static byte[] flatArray(SplittableRandom random) {
    var out = new CborWriter(64);
    int count = random.nextInt(26);
    out.array(count);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(8)) {
        case 0 -> out.nullValue();
        case 1 -> out.bool(random.nextBoolean());
        case 2 -> out.float64(random.nextBoolean() ? random.nextDouble() : random.nextInt());
        case 3 -> out.text("\u00e4x".repeat(random.nextInt(200)));
        case 4 -> out.bytes(new byte[random.nextInt(600)]);
        case 5 -> {
          out.map(2);
          out.unsigned(random.nextInt(12));
          out.nullValue();
          out.unsigned(12 + random.nextInt(14));
          out.unsigned(random.nextInt(300));
        }
        default -> out.integer((1L << random.nextInt(63)) - random.nextInt(3));
      }
    }
    return out.toByteArray();
  }

  @Test
  void steppingOverAFlatArrayJudgesAsReadingItDoes() {
    var reader = new CborReader(LIMITS);
    forAnySeed()
        .holds(seed -> {
          var random = new SplittableRandom(seed);
          byte[] whole = flatArray(random);
          byte[] bytes = random.nextInt(3) == 0 ? whole : new Values(seed).damaged(whole);
          reader.reset(bytes);
          reader.skip();
          Optional<Refusal> read =
              CborValue.decode(bytes, LIMITS) instanceof Decoded.Refused<CborValue>(var refusal)
                  ? Optional.of(refusal)
                  : Optional.empty();
          assertThat(reader.end()).as(HexFormat.of().formatHex(bytes)).isEqualTo(read);
        });
  }

  @Test
  void everyCutOfAnItemIsRefusedAndSoIsEveryByteMore() {
    Property.forAll(Gen.seeds())
        .cases(300, 20_000)
        .holds(seed -> {
          byte[] bytes = new Values(seed).any(4).encode();
          var reader = new CborReader(LIMITS);
          for (int length = 0; length < bytes.length; length++) {
            reader.reset(bytes, 0, length);
            reader.skip();
            assertThat(reader.end()).as("%d of %d", length, bytes.length).isPresent();
          }
          byte[] longer = java.util.Arrays.copyOf(bytes, bytes.length + 1);
          reader.reset(longer);
          reader.skip();
          assertThat(reader.end()).contains(new Refusal(bytes.length, CborReason.TRAILING_BYTES));
        });
  }

  @Test
  void aWriterAlreadyUsedWritesTheSameBytes() {
    var reused = new CborWriter(0);
    forAnySeed()
        .holds(seed -> {
          CborValue value = new Values(seed).any(4);
          reused.reset();
          value.write(reused);
          assertThat(reused.toByteArray()).isEqualTo(value.encode());
        });
  }
}
