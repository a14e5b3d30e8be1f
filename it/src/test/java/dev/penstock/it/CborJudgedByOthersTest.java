package dev.penstock.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.penstock.cbor.CborLimits;
import dev.penstock.cbor.CborReason;
import dev.penstock.cbor.CborValue;
import dev.penstock.cbor.Decoded;
import dev.penstock.it.peers.Judge;
import dev.penstock.it.peers.Peers;
import dev.penstock.testkit.Deep;
import dev.penstock.testkit.Seed;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our bytes over random values, read and written by cbor2. */
class CborJudgedByOthersTest {
  private static final HexFormat HEX = HexFormat.of();
  private static final int VALUES = Deep.cases(2_000, 200_000);

  /**
   * cbor2 has no opinion on these: it reads longer floats, deeper nesting, any bignum, and any half
   * float that is not a number.
   */
  private static final Set<CborReason> UNKNOWN_TO_CBOR2 =
      EnumSet.of(
          CborReason.FLOAT_NOT_SHORTEST,
          CborReason.NAN_NOT_CANONICAL,
          CborReason.TOO_DEEP,
          CborReason.BIGNUM_NOT_PREFERRED);

  private static Judge judge;

  private final SplittableRandom random = new SplittableRandom(Seed.value());

  @BeforeAll
  static void startJudge() throws IOException {
    judge = Peers.ofThisMachine().npmCborJudge();
  }

  @AfterAll
  static void stopJudge() {
    if (judge != null) {
      judge.close();
    }
  }

  private CborValue value(int depth) {
    return switch (random.nextInt(depth > 0 ? 10 : 7)) {
      case 0 -> new CborValue.Unsigned(bits());
      case 1 -> new CborValue.Negative(bits());
      case 2 -> CborValue.of(bytes(random.nextInt(40)));
      case 3 -> text();
      case 4 -> new CborValue.Bool(random.nextBoolean());
      case 5 -> new CborValue.Null();
      case 6 -> new CborValue.Float64(float64());
      case 7 -> {
        List<CborValue> items = new ArrayList<>();
        for (int i = random.nextInt(30); i > 0; i /= 2) {
          items.add(value(depth - 1));
        }
        yield new CborValue.Array(items);
      }
      case 8 -> map(depth);
      default -> new CborValue.Tag(random.nextInt(4, 70_000), value(depth - 1));
    };
  }

  private long bits() {
    return random.nextLong() >>> random.nextInt(64);
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private CborValue text() {
    return CborValue.of("aü水𐅑\u0000".substring(0, random.nextInt(4)).repeat(random.nextInt(9)));
  }

  private double float64() {
    return switch (random.nextInt(5)) {
      case 0 -> Double.longBitsToDouble(random.nextLong());
      case 1 -> Float.intBitsToFloat(random.nextInt());
      case 2 -> Float.float16ToFloat((short) random.nextInt());
      case 3 -> -0.0;
      default -> random.nextInt(-5000, 5000) / 4.0;
    };
  }

  /** Keys are integers and texts: a JavaScript map takes zero and minus zero for one key. */
  private CborValue map(int depth) {
    List<CborValue.Pair> pairs = new ArrayList<>();
    int step = random.nextInt(1, 100);
    for (int i = random.nextInt(9); i > 0; i--) {
      long number = (long) i * step * (random.nextBoolean() ? 1 : -1);
      CborValue key = random.nextBoolean() ? CborValue.of(number) : CborValue.of("k" + number);
      pairs.add(CborValue.pair(key, value(depth - 1)));
    }
    return new CborValue.Map(pairs);
  }

  /** The value as the judge writes it. */
  private static List<Object> described(CborValue value) {
    return switch (value) {
      case CborValue.Unsigned(var bits) -> List.of("int", Long.toUnsignedString(bits));
      case CborValue.Negative(var n) ->
          List.of("int", new BigInteger(Long.toUnsignedString(n)).not().toString());
      case CborValue.Bytes bytes -> List.of("bytes", HEX.formatHex(bytes.value()));
      case CborValue.Text(var text) -> List.of("text", text);
      case CborValue.Array(var items) ->
          List.of("array", items.stream().map(CborJudgedByOthersTest::described).toList());
      case CborValue.Map(var pairs) ->
          List.of(
              "map",
              pairs.stream()
                  .map(pair -> List.of(described(pair.key()), described(pair.value())))
                  .toList());
      case CborValue.Tag(var number, var content) ->
          List.of("tag", Long.toUnsignedString(number), described(content));
      case CborValue.Bool(var bool) -> List.of("bool", bool);
      case CborValue.Null() -> List.of("null");
      case CborValue.Float64(var number) ->
          List.of("float", HEX.toHexDigits(Double.doubleToLongBits(number)));
    };
  }

  private static Object plain(JsonNode node) {
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(plain(item)));
      return items;
    }
    return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
  }

  @Test
  void cbor2ReadsWhatWeWroteAsTheSameValue() {
    for (int i = 0; i < VALUES; i++) {
      CborValue value = value(4);
      String bytes = HEX.formatHex(value.encode());
      JsonNode answer = judge.ask("read", Map.of("bytes", bytes));
      assertThat(answer.get("ok").asBoolean())
          .as("%s: %s, %s", bytes, answer, Seed.describe())
          .isTrue();
      assertThat(plain(answer.get("value")))
          .as("%s, %s", bytes, Seed.describe())
          .isEqualTo(described(value));
    }
  }

  @Test
  void cbor2WritesTheSameBytes() {
    for (int i = 0; i < VALUES; i++) {
      CborValue value = value(4);
      assertThat(judge.ask("write", Map.of("value", described(value))).get("bytes").asText())
          .as("%s, %s", value, Seed.describe())
          .isEqualTo(HEX.formatHex(value.encode()));
    }
  }

  @Test
  void ofDamagedBytesCbor2ReadsWhatWeReadAndRefusesWhatWeRefuse() {
    int read = 0;
    int refused = 0;
    for (int i = 0; i < VALUES; i++) {
      byte[] bytes = value(3).encode();
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      String hex = HEX.formatHex(bytes);
      JsonNode answer = judge.ask("read", Map.of("bytes", hex));
      String asked = "%s: %s, %s".formatted(hex, answer, Seed.describe());
      switch (CborValue.decode(bytes, CborLimits.ofBytes(1 << 20))) {
        case Decoded.Value<CborValue>(var value) -> {
          read++;
          assertThat(answer.get("ok").asBoolean()).as(asked).isTrue();
          assertThat(plain(answer.get("value"))).as(asked).isEqualTo(described(value));
        }
        case Decoded.Refused<CborValue>(var refusal) -> {
          if (refusal.reason() instanceof CborReason reason && !UNKNOWN_TO_CBOR2.contains(reason)) {
            refused++;
            assertThat(answer.get("ok").asBoolean()).as("%s, %s", refusal, asked).isFalse();
          }
        }
      }
    }
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
  }
}
