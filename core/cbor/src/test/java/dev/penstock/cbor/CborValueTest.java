package dev.penstock.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class CborValueTest {
  private static final CborValue NOTHING = new CborValue.Null();

  private static String hex(CborValue value) {
    return HexFormat.of().formatHex(value.encode());
  }

  @Test
  void aMapPutsItsKeysInOrder() {
    CborValue.Map map =
        CborValue.map(
            CborValue.pair(CborValue.of("aa"), NOTHING),
            CborValue.pair(CborValue.of(-1), NOTHING),
            CborValue.pair(CborValue.of("z"), NOTHING),
            CborValue.pair(CborValue.of(10), NOTHING));
    assertThat(hex(map)).isEqualTo("a40af620f6617af6626161f6");
    assertThat(map.get(CborValue.of("z"))).contains(NOTHING);
    assertThat(map.get(CborValue.of("y"))).isEmpty();
  }

  @Test
  void aKeyThatStandsTwiceThrows() {
    CborValue.Pair first = CborValue.pair(CborValue.of(1), NOTHING);
    CborValue.Pair between = CborValue.pair(CborValue.of(2), NOTHING);
    assertThatThrownBy(() -> CborValue.map(first, first))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CborValue.map(first, between, first))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("twice");
  }

  @Test
  void bytesAreCopiedInAndOut() {
    byte[] given = {1, 2};
    CborValue.Bytes value = CborValue.Bytes.of(given);
    given[0] = 9;
    value.value()[1] = 9;
    assertThat(value.value()).containsExactly(1, 2);
    assertThat(value).hasToString("h'0102'");
  }

  @Test
  void equalValuesAreEqualAndOthersAreNot() {
    assertThat(CborValue.of(new byte[] {1})).isEqualTo(CborValue.of(new byte[] {1}));
    assertThat(CborValue.of(new byte[] {1})).isNotEqualTo(CborValue.of(new byte[] {2}));
    assertThat(new CborValue.Float64(0.0)).isNotEqualTo(new CborValue.Float64(-0.0));
    assertThat(new CborValue.Float64(Double.NaN)).isEqualTo(new CborValue.Float64(Double.NaN));
    assertThat(new CborValue.Float64(1)).isNotEqualTo(CborValue.of(1));
  }

  @Test
  void aTextWithHalfASurrogatePairThrows() {
    assertThatThrownBy(() -> CborValue.of("\ud800")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void listsAreCopied() {
    var items = new java.util.ArrayList<>(List.of(NOTHING));
    var array = new CborValue.Array(items);
    items.clear();
    assertThat(array.items()).hasSize(1);
  }

  @Test
  void aWideMapIsReadInTimeThatGrowsWithItsLength() {
    // 60,000 pairs of an integer and null: the order of the keys is checked side by side.
    var writer = new CborWriter(1 << 16);
    writer.map(60_000);
    for (int i = 0; i < 60_000; i++) {
      writer.unsigned(i);
      writer.nullValue();
    }
    byte[] bytes = writer.toByteArray();
    assertThat(CborValue.decode(bytes, CborLimits.ofBytes(bytes.length)).map(CborValue::encode))
        .isInstanceOfSatisfying(
            Decoded.Value.class, value -> assertThat(value.value()).isEqualTo(bytes));
  }
}
