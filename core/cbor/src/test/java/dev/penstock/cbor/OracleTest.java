package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import com.upokecenter.cbor.CBOREncodeOptions;
import com.upokecenter.cbor.CBORException;
import com.upokecenter.cbor.CBORObject;
import com.upokecenter.cbor.CBORType;
import com.upokecenter.numbers.EInteger;
import dev.penstock.testkit.Gen;
import dev.penstock.testkit.Property;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Compares our judgement with that of com.upokecenter:cbor, which somebody else wrote. */
class OracleTest {
  private static final CborLimits LIMITS = CborLimits.ofBytes(1 << 20);

  /** CTAP2 wants no tags, four levels, and longer keys after shorter ones. */
  private static final CBOREncodeOptions CTAP2 = new CBOREncodeOptions("ctap2canonical=true");

  private static final CBOREncodeOptions LENIENT = new CBOREncodeOptions("resolvereferences=false");

  /** Faults that make bytes no CBOR at all, or no valid CBOR, whatever the form. */
  private static final Set<CborReason> INVALID =
      EnumSet.of(
          CborReason.TRUNCATED,
          CborReason.LENGTH_BEYOND_INPUT,
          CborReason.TRAILING_BYTES,
          CborReason.RESERVED_HEAD,
          CborReason.UNEXPECTED_BREAK,
          CborReason.INVALID_UTF8);

  /** Faults of form that CTAP2's canonical form has too. */
  private static final Set<CborReason> NOT_CANONICAL =
      EnumSet.of(CborReason.NOT_SHORTEST, CborReason.INDEFINITE_LENGTH, CborReason.KEY_DUPLICATE);

  private static Property<Long> forAnySeed() {
    return Property.forAll(Gen.seeds()).cases(4_000, 300_000);
  }

  private static Optional<CBORObject> oracle(byte[] bytes, CBOREncodeOptions options) {
    try {
      return Optional.of(CBORObject.DecodeFromBytes(bytes, options));
    } catch (CBORException e) {
      return Optional.empty();
    }
  }

  @Test
  void whatWeTakeTheOracleTakesAsTheSameValue() {
    int[] taken = {0};
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.any(4).encode();
          if (seed % 2 == 0) {
            bytes = values.damaged(bytes);
          }
          if (CborValue.decode(bytes, LIMITS) instanceof Decoded.Value<CborValue>(var value)
              && isTakenByOracle(value)) {
            taken[0]++;
            String hex = HexFormat.of().formatHex(bytes);
            assertThat(oracle(bytes, LENIENT)).as(hex).isPresent();
            assertThat(translated(oracle(bytes, LENIENT).orElseThrow())).as(hex).isEqualTo(value);
          }
        });
    assertThat(taken[0]).isGreaterThan(1_000);
  }

  @Test
  void whatIsInvalidForUsIsInvalidForTheOracle() {
    int[] refused = {0};
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.damaged(values.any(4).encode());
          if (CborValue.decode(bytes, LIMITS) instanceof Decoded.Refused<CborValue>(var refusal)
              && refusal.reason() instanceof CborReason reason
              && INVALID.contains(reason)) {
            refused[0]++;
            assertThat(oracle(bytes, LENIENT))
                .as("%s in %s", refusal, HexFormat.of().formatHex(bytes))
                .isEmpty();
          }
        });
    assertThat(refused[0]).isGreaterThan(1_000);
  }

  @Test
  void whatIsNotCanonicalForUsIsNotCanonicalForTheOracle() {
    int[] refused = {0};
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.damaged(values.any(2).encode());
          if (CborValue.decode(bytes, LIMITS) instanceof Decoded.Refused<CborValue>(var refusal)
              && refusal.reason() instanceof CborReason reason
              && NOT_CANONICAL.contains(reason)) {
            refused[0]++;
            assertThat(oracle(bytes, CTAP2))
                .as("%s in %s", refusal, HexFormat.of().formatHex(bytes))
                .isEmpty();
          }
        });
    assertThat(refused[0]).isGreaterThan(10);
  }

  @Test
  void whatTheOracleTakesAsCanonicalWeTakeToo() {
    int[] taken = {0};
    forAnySeed()
        .holds(seed -> {
          var values = new Values(seed);
          byte[] bytes = values.damaged(values.any(3).encode());
          Optional<CBORObject> theirs = oracle(bytes, CTAP2);
          if (theirs.isPresent() && !isLeftOpenByCtap2(theirs.get())) {
            taken[0]++;
            assertThat(CborValue.decode(bytes, LIMITS))
                .as(HexFormat.of().formatHex(bytes))
                .isInstanceOf(Decoded.Value.class);
          }
        });
    assertThat(taken[0]).isGreaterThan(200);
  }

  /** CTAP2 says nothing of floats, keeps other simple values, and sorts mixed keys otherwise. */
  private static boolean isLeftOpenByCtap2(CBORObject theirs) {
    return switch (theirs.getType()) {
      case FloatingPoint, SimpleValue -> true;
      case Array -> theirs.getValues().stream().anyMatch(OracleTest::isLeftOpenByCtap2);
      case Map ->
          theirs.size() > 1
              || theirs.getEntries().stream()
                  .anyMatch(e -> isLeftOpenByCtap2(e.getKey()) || isLeftOpenByCtap2(e.getValue()));
      default -> false;
    };
  }

  /** The oracle checks the content of tags it knows; we leave that to our callers. */
  private static boolean isTakenByOracle(CborValue value) {
    return switch (value) {
      case CborValue.Tag tag ->
          Long.compareUnsigned(tag.number(), 100_000) > 0 && isTakenByOracle(tag.content());
      case CborValue.Array(var items) -> items.stream().allMatch(OracleTest::isTakenByOracle);
      case CborValue.Map(var pairs) ->
          pairs.stream()
              .allMatch(pair -> isTakenByOracle(pair.key()) && isTakenByOracle(pair.value()));
      default -> true;
    };
  }

  private static CborValue translated(CBORObject theirs) {
    if (theirs.isTagged()) {
      long number = theirs.getMostOuterTag().ToInt64Unchecked();
      return new CborValue.Tag(number, translated(theirs.UntagOne()));
    }
    return switch (theirs.getType()) {
      case Integer -> integer(theirs.AsEIntegerValue());
      case ByteString -> CborValue.of(theirs.GetByteString());
      case TextString -> CborValue.of(theirs.AsString());
      case Boolean -> new CborValue.Bool(theirs.AsBoolean());
      case FloatingPoint -> new CborValue.Float64(theirs.AsDoubleValue());
      case SimpleValue -> {
        assertThat(theirs.isNull()).isTrue();
        yield new CborValue.Null();
      }
      case Array -> {
        List<CborValue> items = new ArrayList<>();
        theirs.getValues().forEach(item -> items.add(translated(item)));
        yield new CborValue.Array(items);
      }
      case Map -> {
        List<CborValue.Pair> pairs = new ArrayList<>();
        theirs
            .getEntries()
            .forEach(
                e -> pairs.add(CborValue.pair(translated(e.getKey()), translated(e.getValue()))));
        yield new CborValue.Map(pairs);
      }
      default -> throw new AssertionError(CBORType.class + " " + theirs.getType());
    };
  }

  private static CborValue integer(EInteger value) {
    return value.signum() < 0
        ? new CborValue.Negative(value.Negate().Subtract(1).ToInt64Unchecked())
        : new CborValue.Unsigned(value.ToInt64Unchecked());
  }
}
